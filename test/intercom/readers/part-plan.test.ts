import { expect, test } from 'vitest';
import { cutAt, plannedStarts } from '../../../src/intercom/readers/part-plan.ts';

test('parts begin one each step, up to the end', () => {
  expect(plannedStarts([], { from: 0, step: 10, until: 35 })).toEqual([10, 20, 30]);
});

test('so many parts are open at most: twenty-four ahead of those that have begun, else sixteen', () => {
  const first = plannedStarts([], { from: 0, step: 1, until: 1_000_000 });
  expect(first).toHaveLength(24);
  expect(plannedStarts(first.slice(-1), { from: 23, step: 10, until: 1_000_000 })).toHaveLength(16);
});

test('those that have begun stay, and new ones follow them', () => {
  expect(plannedStarts([10, 20], { from: 5, step: 10, until: 45 })).toEqual([10, 20, 30, 40]);
});

test('what is denser than it seemed is divided once more, but for less than half a step', () => {
  expect(plannedStarts([100], { from: 0, step: 30, until: 110 })).toEqual([30, 60, 100]);
  expect(plannedStarts([100], { from: 0, step: 40, until: 110 })).toEqual([40, 100]);
});

test('no step adds none', () => {
  expect(plannedStarts([10], { from: 0, step: 0, until: 100 })).toEqual([10]);
});

test('a page is cut at the first entry from a time on, and not at all where an earlier one lies behind that', () => {
  const page = (...times: number[]) => times.map((at) => ({ at }));
  const timeOf = ({ at }: { at?: unknown }) => Number(at);
  expect(cutAt(page(1, 2, 3), 2, timeOf)).toEqual({ own: page(1), over: { at: 2 } });
  expect(cutAt(page(1, 2, 3), 4, timeOf)).toEqual({ own: page(1, 2, 3), over: undefined });
  expect(cutAt(page(2, 3), 2, timeOf)).toEqual({ own: [], over: { at: 2 } });
  expect(cutAt(page(1, 3, 2), 3, timeOf)).toBeUndefined();
});
