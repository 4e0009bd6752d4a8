/** What an index orders by: numbers or texts, never both in one index. */
export type SortKey = number | string;

/** One record's place in an index. */
export interface Entry<T> {
  key: SortKey;
  id: string;
  item: T;
}

/** Records in the order of a key, then of their id. */
export interface SortedIndex<T> {
  set(item: T): void;
  remove(id: string): void;
  /** The entries in ascending order; valid until the next change. */
  entries(): readonly Entry<T>[];
}

/** Up to this many changes are spliced in one by one; beyond it, one sort is cheaper. */
const mostSplices = 64;

/** An index that takes in changes when it is next read, so that filling it with 300,000 records costs one sort. */
export function createSortedIndex<T extends { id: string }>(keyOf: (item: T) => SortKey): SortedIndex<T> {
  const current = new Map<string, Entry<T>>();
  let sorted: Entry<T>[] = [];
  let outdated = new Set<Entry<T>>();
  let added = new Set<Entry<T>>();

  const drop = (id: string): void => {
    const entry = current.get(id);
    if (entry === undefined) return;
    current.delete(id);
    if (!added.delete(entry)) outdated.add(entry);
  };

  const absorb = (): void => {
    if (outdated.size + added.size === 0) return;
    if (outdated.size + added.size <= mostSplices) {
      for (const entry of outdated) sorted.splice(lowerBound(sorted, entry.key, entry.id), 1);
      for (const entry of added) sorted.splice(lowerBound(sorted, entry.key, entry.id), 0, entry);
    } else {
      const gone = outdated;
      sorted = [...sorted.filter((entry) => !gone.has(entry)), ...added].sort((a, b) => compare(a, b.key, b.id));
    }
    outdated = new Set();
    added = new Set();
  };

  return {
    set(item) {
      drop(item.id);
      const entry = { key: keyOf(item), id: item.id, item };
      current.set(item.id, entry);
      added.add(entry);
    },
    remove: drop,
    entries() {
      absorb();
      return sorted;
    },
  };
}

/** The position of the first entry at or after (key, id); without an id, of the first whose key is at or after it. */
export function lowerBound<T>(entries: readonly Entry<T>[], key: SortKey, id = ''): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(entries[middle]!, key, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position after the last entry whose key is at or before the one given. */
export function upperBound<T>(entries: readonly Entry<T>[], key: SortKey): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.key <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Decimal ids beyond 2^53 are ordered as the numbers they spell: by length, then by digits. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** A text of digits as a key whose order as a text is that of the numbers. */
export const sortedAsNumber = (digits: string): string => digits.padStart(20, '0');

function compare<T>(entry: Entry<T>, key: SortKey, id: string): number {
  if (entry.key !== key) return entry.key < key ? -1 : 1;
  return compareIds(entry.id, id);
}
