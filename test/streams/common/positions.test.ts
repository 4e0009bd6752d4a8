import { expect, test } from 'vitest';
import { inOrder } from '../../../src/streams/common/positions.ts';

const timeOf = ({ at }: Record<string, unknown>) => at as number | undefined;

test('things are counted in the order of their times, however they are listed; those without one come last', () => {
  const things = [{ n: 'd' }, { n: 'c', at: 9 }, { n: 'a', at: 3 }, { n: 'e' }, { n: 'b', at: 3 }];
  expect(inOrder(things, timeOf).map(({ n, position }) => `${n}${position}`)).toEqual(['a1', 'b2', 'c3', 'd4', 'e5']);
});

test('a position of their own gives way', () => {
  expect(inOrder([{ position: 'top' }], timeOf)).toEqual([{ position: 1 }]);
});
