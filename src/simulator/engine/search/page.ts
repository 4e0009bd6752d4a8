import { type Cursor, invalidCursor } from './cursor.ts';
import { type Bounds, boundsOn, type Filter, onlyRangesOf } from './filter.ts';
import { type Entry, lowerBound, upperBound } from './sorted-index.ts';

/** Which part of a listing is wanted. */
export interface PageRequest {
  direction: 'ascending' | 'descending';
  perPage: number;
  after: Cursor | undefined;
}

/** One page and the cursor of the next; no cursor after the last. */
export interface Page<T> {
  items: T[];
  next: Cursor | undefined;
}

/**
 * Takes one page by keyset: it goes on after the cursor's place, so that a record which has moved behind that place
 * is met again, and one that has moved before it is not.
 */
export function takePage<T>(
  entries: readonly Entry<T>[],
  filter: Filter<T>,
  bounds: Bounds,
  { direction, perPage, after }: PageRequest,
): Page<T> {
  if (after && entries[0] && typeof entries[0].key !== typeof after.key) throw invalidCursor();
  const ascending = direction === 'ascending';
  const [first, end] = limits(entries, bounds);
  let position = ascending ? first : end - 1;
  if (after) {
    const place = lowerBound(entries, after.key, after.id);
    const isHere = entries[place]?.id === after.id && entries[place]?.key === after.key;
    position = ascending ? Math.max(first, place + (isHere ? 1 : 0)) : Math.min(end - 1, place - 1);
  }

  const found: Entry<T>[] = [];
  for (; ascending ? position < end : position >= first; position += ascending ? 1 : -1) {
    const entry = entries[position]!;
    if (!filter.test(entry.item)) continue;
    if (found.length === perPage) {
      const last = found.at(-1)!;
      return {
        items: found.map(({ item }) => item),
        next: { key: last.key, id: last.id, page: (after?.page ?? 1) + 1 },
      };
    }
    found.push(entry);
  }
  return { items: found.map(({ item }) => item), next: undefined };
}

/** How many records pass the filter; of a mere range it is the distance of two places in the index of its field. */
export function countMatches<T>(listing: (field: string) => readonly Entry<T>[], filter: Filter<T>): number {
  const field = onlyRangesOf(filter);
  if (field !== undefined) {
    const [first, end] = limits(listing(field), boundsOn(filter, field));
    return Math.max(0, end - first);
  }
  let count = 0;
  for (const { item } of listing('updated_at')) if (filter.test(item)) count += 1;
  return count;
}

function limits<T>(entries: readonly Entry<T>[], { from, to }: Bounds): [number, number] {
  // Records without a value have the key -1: they are in no range.
  const first = from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY ? 0 : numericStart(entries, from);
  return [first, to === Number.POSITIVE_INFINITY ? entries.length : upperBound(entries, to)];
}

function numericStart<T>(entries: readonly Entry<T>[], from: number): number {
  return lowerBound(entries, Math.max(from, 0));
}
