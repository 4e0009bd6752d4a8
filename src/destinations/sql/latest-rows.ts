/**
 * Which of the rows staged together count: of those that share a key the last one, unless its cursor is older than the one's that
 * came before. Databases differ in what they make of two rows of one key in one statement, so that none is given two. Pure.
 */
import type { Cell } from '../../core/columns/kind.ts';

export interface LatestRows {
  /** Adds the next row. */
  add(key: Cell, cursor: Cell): void;
  /** Positions, counted from 0, of the rows that another one of their key replaces. */
  readonly superseded: readonly number[];
}

/** `latest`: a cursor that is later, and a number, can't be: its row gives way to any that comes after it. */
export function createLatestRows(latest: number): LatestRows {
  const byKey = new Map<Cell, { position: number; cursor: Cell }>();
  const superseded: number[] = [];
  let count = 0;
  return {
    superseded,
    add(key, cursor) {
      const row = { position: count, cursor };
      count += 1;
      const before = byKey.get(key);
      if (before === undefined) {
        byKey.set(key, row);
      } else if (isOlder(cursor, before.cursor, latest)) {
        superseded.push(row.position);
      } else {
        superseded.push(before.position);
        byKey.set(key, row);
      }
    },
  };
}

/** Where one of the two has no cursor, or the first one's can't be, nothing says that the later arrival is the older. */
const isOlder = (cursor: Cell, before: Cell, latest: number): boolean =>
  cursor !== null && before !== null && cursor < before && !(typeof before === 'number' && before > latest);
