/**
 * A small collection that changes while it is read, and scans over it that answer as Intercom's search does: pages in
 * ascending order of `updated_at` and id, each found by the last one's place, so that what changes meanwhile is met again.
 */
import { onAbort } from '../../src/core/abort.ts';
import type { Range } from '../../src/core/ranges.ts';
import type { Entity, Page, ReadContext } from '../../src/intercom/readers/reader.ts';
import type { Filter } from '../../src/intercom/readers/search-query.ts';
import type { Detail, Scan } from '../../src/streams/stream.ts';

export interface Thing extends Entity {
  id: string;
  updated_at: number;
  role: string;
}

/** What was asked of a scan. */
export type Question = { kind: 'count' | 'page'; range: Range; filters: readonly Filter[] };

export interface World {
  things: Map<string, Thing>;
  /** Ids that search does not show yet. */
  hidden: Set<string>;
  questions: Question[];
  /** Is called before each answer: a place to change things, to wait or to throw. */
  onQuestion: (question: Question) => void | Promise<void>;
}

export function createWorld(things: readonly Thing[]): World {
  return {
    things: new Map(things.map((thing) => [thing.id, { ...thing }])),
    hidden: new Set(),
    questions: [],
    onQuestion: () => {},
  };
}

/** So many things, one each step of seconds from `from` on. */
export const things = (count: number, { from = 0, step = 1 } = {}): Thing[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `t${i}`,
    updated_at: from + i * step,
    role: i % 3 === 0 ? 'lead' : 'user',
  }));

const matches = (thing: Thing, filter: Filter): boolean =>
  'field' in filter
    ? thing[filter.field] === filter.value
    : filter.operator === 'OR'
      ? filter.value.some((one) => matches(thing, one))
      : filter.value.every((one) => matches(thing, one));

const aborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => onAbort(signal, resolve));

const byPlace = (a: Thing, b: Thing): number => a.updated_at - b.updated_at || (a.id < b.id ? -1 : 1);

/** A search over the world, which can be counted and says after each page how far it is. */
export function searchScan(
  world: World,
  { pageSize = 2, name = 'things' } = {},
): Required<Omit<Scan, 'deletions' | 'withheld' | 'withColumns' | 'lookback'>> {
  const found = ({ filters }: ReadContext, { from, to }: Range): Thing[] =>
    [...world.things.values()]
      .filter(({ id, updated_at: at }) => at >= from && at < to && !world.hidden.has(id))
      .filter((thing) => filters.every((filter) => matches(thing, filter)))
      .sort(byPlace);
  const ask = async (kind: Question['kind'], { filters, signal }: ReadContext, range: Range) => {
    signal.throwIfAborted();
    const question: Question = { kind, range, filters };
    world.questions.push(question);
    await Promise.race([world.onQuestion(question), aborted(signal)]);
    signal.throwIfAborted();
  };
  return {
    name,
    cursor: { name: 'updated_at', of: (entity) => (entity as Thing).updated_at },
    shortest: () => 1,
    async count(context, range) {
      await ask('count', context, range);
      return found(context, range).length;
    },
    async *read(context, range): AsyncGenerator<Page> {
      let last: Thing | undefined;
      for (;;) {
        await ask('page', context, range);
        const place = last;
        const left = found(context, range).filter((thing) => place === undefined || byPlace(place, thing) < 0);
        const entities = left.slice(0, pageSize).map((thing) => ({ ...thing }));
        last = entities.at(-1) ?? last;
        yield { entities, position: last?.updated_at };
        if (left.length <= pageSize) return;
      }
    },
  };
}

/** A walk over the whole world in no order, as a company scroll: neither counted nor cut, and without positions. */
export function walkScan(world: World, { pageSize = 2, name = 'walk' } = {}): Scan {
  const { cursor, read } = searchScan(world, { pageSize, name });
  return {
    name,
    cursor,
    async *read(context, range) {
      for await (const { entities } of read(context, range)) yield { entities: entities.reverse() };
    },
  };
}

/** A request per thing, which answers with two parts. `fetch` may be replaced. */
export const partsDetail = (fetch?: Detail['fetch']): Detail => ({
  name: 'parts',
  needed: () => true,
  fetch: fetch ?? (async (_context, { id }) => ({ parts: [`${id}/1`, `${id}/2`] })),
});
