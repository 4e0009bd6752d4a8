import { expect, test } from 'vitest';
import { createKeyFilter } from '../../../src/destinations/sql/key-filter.ts';

test('a key that was added is never called new, and hardly any that was not is called old', () => {
  const filter = createKeyFilter();
  const size = 300_000;
  const keyOf = (i: number) => (0x6700_0000_0000_0000n + BigInt(i) * 7n).toString(16).padStart(24, '0');
  let mistaken = 0;
  for (let i = 0; i < size; i++) if (filter.add(keyOf(i))) mistaken += 1;
  expect(mistaken).toBeLessThan(30);
  for (let i = 0; i < size; i++) if (!filter.add(keyOf(i))) expect.fail(`${keyOf(i)} is called new`);
});

test('keys are what their text is', () => {
  const filter = createKeyFilter();
  expect(filter.add('["1",2]')).toBe(false);
  expect(filter.add('["1",2]')).toBe(true);
  expect(filter.add(7)).toBe(false);
  expect(filter.add('7')).toBe(true);
  expect(filter.add('')).toBe(false);
});
