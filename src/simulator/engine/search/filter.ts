/**
 * What a query has become: a test of one record, and where it is a range of one field, the range, so that a search
 * can start and stop in the middle of an index.
 */
export type Filter<T> =
  | { kind: 'range'; field: string; from: number; to: number; test: (item: T) => boolean }
  | { kind: 'and'; parts: Filter<T>[]; test: (item: T) => boolean }
  | { kind: 'other'; test: (item: T) => boolean };

/** The bounds, both included, outside which nothing matches. */
export interface Bounds {
  from: number;
  to: number;
}

const everything: Bounds = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** A filter that all the parts must pass. */
export function allOf<T>(parts: Filter<T>[]): Filter<T> {
  return { kind: 'and', parts, test: (item) => parts.every((part) => part.test(item)) };
}

/** A filter that one of the parts must pass. */
export function oneOf<T>(parts: Filter<T>[]): Filter<T> {
  return { kind: 'other', test: (item) => parts.some((part) => part.test(item)) };
}

/** What the filter demands of a field; everything where it demands nothing. */
export function boundsOn<T>(filter: Filter<T>, field: string): Bounds {
  if (filter.kind === 'range' && filter.field === field) return { from: filter.from, to: filter.to };
  if (filter.kind !== 'and') return everything;
  return filter.parts
    .map((part) => boundsOn(part, field))
    .reduce((a, b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }), everything);
}

/** The one field the filter is nothing but ranges of, if there is one. */
export function onlyRangesOf<T>(filter: Filter<T>): string | undefined {
  if (filter.kind === 'range') return filter.field;
  if (filter.kind !== 'and') return undefined;
  const fields = new Set(filter.parts.map(onlyRangesOf));
  return fields.size === 1 ? [...fields][0] : undefined;
}
