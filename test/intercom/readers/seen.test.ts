import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeen } from '../../../src/intercom/readers/seen.ts';

test('knows what a map of all ids and times would know', () => {
  const notes = fc.array(fc.tuple(fc.oneof(fc.nat(400).map(String), fc.string()), fc.option(fc.nat(3))), {
    maxLength: 2_000,
  });
  fc.assert(
    fc.property(notes, (all) => {
      const seen = createSeen();
      const known = new Map<string, number | null>();
      for (const [id, time] of all) {
        const expected = known.has(id) ? (known.get(id) === time ? 'same' : 'changed') : 'new';
        expect(seen.has(id)).toBe(known.has(id));
        expect(seen.note(id, time ?? undefined)).toBe(expected);
        known.set(id, time);
      }
      expect(seen.size()).toBe(known.size);
    }),
    { numRuns: 50 },
  );
});

test('takes no two of many ids that are alike for one', () => {
  const seen = createSeen();
  for (let i = 0; i < 300_000; i++) seen.note(`65f0c0de00000000${i.toString(16).padStart(8, '0')}`, 1);
  for (let i = 0; i < 300_000; i++) seen.note(String(215_000_000_000_000 + i), 1);
  expect(seen.size()).toBe(600_000);
});

test('keeps so many, and says that it does not know how many there are beyond', () => {
  const seen = createSeen(100);
  for (let i = 0; i < 100; i++) seen.note(`${i}`, i);
  expect(seen.size()).toBe(100);
  for (let i = 0; i < 100; i++) expect(seen.note(`more ${i % 2}`, 1)).toBe('new');
  expect(seen.size()).toBeUndefined();
  expect(seen.note('7', 7)).toBe('same');
});
