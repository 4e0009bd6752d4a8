/** Keeps the last version of every row, as a platform's destination would: from the events alone. */
import { deletedAt } from '../../src/core/columns/columns.ts';
import type { Event, Row } from '../../src/core/events.ts';
import type { Stream } from '../../src/streams/stream.ts';

export interface Kept {
  /** Undefined where it is known to be gone. */
  row: Row | undefined;
  /** Its cursor's value, or the time it went. */
  at: number;
  /** The refresh in which it was last met. */
  refresh: number;
}

export interface Keeper {
  /** From now on the rows of this stream belong to this refresh. */
  begin(stream: string, refresh: number, overwrites: boolean): void;
  take(event: Event): void;
  /** Forgets what it knew to be gone, as a table without a history does. */
  forgetGone(): void;
  kept(stream: string): ReadonlyMap<string, Kept>;
  /** The rows that it holds. */
  rows(stream: string): Row[];
}

/** The row without the values deep in each other that an answer had for it once, which nothing here could compare. */
export function withoutDeep(row: Row): Row {
  const attributes = row.custom_attributes as Row | null | undefined;
  if (!isDeep(attributes?.deep)) return row;
  const { deep: _, ...rest } = attributes!;
  return { ...row, custom_attributes: rest };
}

const isDeep = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.startsWith('{"a":{"a":')
    : typeof value === 'object' && value !== null && 'a' in value;

/** Names a row by its key. */
export const keyOf = (stream: Stream, row: Row): string =>
  JSON.stringify(stream.primaryKey.map((column) => keyValue(stream, column, row[column])));

/** Tables show as text what the API gives in unix seconds. */
const keyValue = ({ columns }: Stream, column: string, value: unknown): unknown =>
  columns[column]?.kind === 'epoch' && typeof value === 'string' ? Date.parse(value) / 1000 : value;

/** A cursor as a number: unix seconds, also of a time in ISO 8601, or an activity's id, which is milliseconds and a counter in hexadecimal. */
export function cursorValue(value: unknown): number {
  if (typeof value !== 'string') return Number(value);
  if (value.includes('T')) return Date.parse(value) / 1000;
  const [ms, counter = '0'] = value.split('.');
  return Number(ms) + Number.parseInt(counter, 16) / 1024;
}

/**
 * An empty keeper. A version wins over one that is not newer; a deletion wins over a version of its second. `removesFrom`:
 * whether a row met in `users` takes its namesake out of `leads`, as a loader does it.
 */
export function createKeeper(streams: readonly Stream[], { removesFrom }: { removesFrom: boolean }): Keeper {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const tables = new Map(streams.map(({ name }) => [name, new Map<string, Kept>()]));
  const refreshes = new Map(streams.map(({ name }) => [name, { number: 0, overwrites: false }]));
  const table = (name: string) => tables.get(name)!;

  const put = (stream: Stream, row: Row) => {
    const rows = table(stream.name);
    const key = keyOf(stream, row);
    const held = rows.get(key);
    const at = stream.cursor ? cursorValue(row[stream.cursor] ?? Number.POSITIVE_INFINITY) : 0;
    const gone = row[deletedAt] != null;
    const refresh = refreshes.get(stream.name)!.number;
    const isNewer = !held || at > held.at || (at === held.at && (gone || held.row !== undefined));
    if (isNewer) rows.set(key, { row: gone ? undefined : row, at, refresh });
    else held.refresh = refresh;
    if (!removesFrom || !stream.removesFrom || gone || !isNewer) return;
    const other = table(stream.removesFrom).get(key);
    if (other?.row && other.at <= at) other.row = undefined;
  };

  return {
    begin(name, number, overwrites) {
      refreshes.set(name, { number, overwrites });
    },
    take(event) {
      if (event.type === 'records') {
        const stream = byName.get(event.stream)!;
        for (const row of event.rows) put(stream, withoutDeep(row));
        const parents = new Set(event.replacesChildrenOf);
        if (parents.size === 0 || !stream.parent) return;
        const { column } = stream.parent;
        const whole = new Set(event.rows.map((row) => keyOf(stream, row)));
        for (const [key, { row }] of table(event.stream))
          if (row && parents.has(String(row[column])) && !whole.has(key)) table(event.stream).delete(key);
      }
      if (event.type !== 'status' || event.status !== 'complete') return;
      const { number, overwrites } = refreshes.get(event.stream)!;
      if (!event.isCompleteSnapshot && !overwrites) return;
      for (const [key, { refresh }] of table(event.stream)) if (refresh !== number) table(event.stream).delete(key);
    },
    forgetGone() {
      for (const rows of tables.values()) for (const [key, { row }] of rows) if (!row) rows.delete(key);
    },
    kept: table,
    rows: (name) => [...table(name).values()].flatMap(({ row }) => (row ? [row] : [])),
  };
}
