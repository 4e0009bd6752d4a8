import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../src/core/columns/kind.ts';
import { createLatestRows } from '../../../src/destinations/sql/latest-rows.ts';

const latest = 1_000;

/** Positions of the rows that another one replaces. */
function supersededOf(...rows: [key: Cell, cursor: Cell][]): number[] {
  const latestRows = createLatestRows(latest);
  for (const [key, cursor] of rows) latestRows.add(key, cursor);
  return latestRows.superseded.toSorted((a, b) => a - b);
}

describe('of rows with one key', () => {
  test('the last one counts where its cursor is later or the same', () => {
    expect(supersededOf(['a', 1], ['a', 2])).toEqual([0]);
    expect(supersededOf(['a', 2], ['a', 2], ['a', 2])).toEqual([0, 1]);
  });

  test('one that is older than the one before does not count', () => {
    expect(supersededOf(['a', 2], ['a', 1])).toEqual([1]);
    expect(supersededOf(['a', 2], ['a', 1], ['a', 3])).toEqual([0, 1]);
  });

  test('the last one counts where either has no cursor', () => {
    expect(supersededOf(['a', 2], ['a', null])).toEqual([0]);
    expect(supersededOf(['a', null], ['a', 1])).toEqual([0]);
  });

  test('one whose cursor can not be gives way to any', () => {
    expect(supersededOf(['a', latest + 1], ['a', 1])).toEqual([0]);
    expect(supersededOf(['a', latest], ['a', 1])).toEqual([1]);
  });
});

test('rows of other keys count beside each other', () => {
  expect(supersededOf(['a', 1], ['b', 1], ['a', 2], ['1', 1], [1, 1])).toEqual([0]);
});

test('whatever comes, one row of each key counts: the last of those with the greatest cursor', () => {
  const row = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const superseded = new Set(supersededOf(...rows));
      for (const key of new Set(rows.map(([one]) => one))) {
        const best = Math.max(...rows.filter(([one]) => one === key).map(([, cursor]) => cursor));
        const counted = rows.flatMap(([one], i) => (one === key && !superseded.has(i) ? [i] : []));
        expect(counted).toEqual([rows.findLastIndex(([one, cursor]) => one === key && cursor === best)]);
      }
    }),
  );
});
