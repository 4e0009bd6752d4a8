/** One reading of a collection, from its first page to its last: what it gave, and what it counted. */
import type { EntityFilter } from './entity-filter.ts';
import { pagingStuck } from './paging.ts';
import type { Entity } from './reader.ts';
import type { Seen } from './seen.ts';
import { type Shortfall, shortfallOf } from './shortfall.ts';

export interface Reading {
  /**
   * Takes a page's items, and how many the response says there are in all; gives those that can be used. Throws
   * `paging_stuck` where pages give nothing new any more.
   */
  take(items: readonly unknown[], total: number | undefined): Entity[];
  /** The usable ones of items that are looked at only. */
  look(items: readonly unknown[]): Entity[];
  /** Whether an entity that was taken is to be passed on: in a repeated reading only what is new or has changed is. Asked once of each. */
  isWanted(entity: Entity): boolean;
  /** Whether this reading has taken this id. */
  has(id: unknown): boolean;
  /** Whether it has taken this entity, as it or otherwise. */
  hasTaken(entity: Entity): boolean;
  /** Of what this reading has taken: see `Seen`. */
  quietSecond: Seen['quietSecond'];
  countFrom: Seen['countFrom'];
  /** The collection ends here, though it says that it goes on. */
  endEarly(): void;
  /** What is missing, where more is than the totals' own changes and `explained` account for. */
  shortfall(explained?: number): Shortfall | undefined;
  /** What may be missing besides: of the largest total, since a record may have been taken before it was deleted, or of another total. */
  possibleShortfall(explained: number, total?: number): Shortfall | undefined;
  /** The smallest total of its responses. */
  smallest(): number | undefined;
}

export interface ReadingOptions {
  path: string;
  filter: EntityFilter;
  seen: Seen;
  idOf(entity: Entity): string;
  timeOf(entity: Entity): number | undefined;
  isWanted(entity: Entity): boolean;
  /** So many pages without anything new one after the other are a circle. */
  barrenPages: number;
}

export function createReading({ path, filter, seen, idOf, timeOf, isWanted, barrenPages }: ReadingOptions): Reading {
  const totals: { smallest?: number; largest?: number } = {};
  let unusable = 0;
  let barren = 0;
  let endedEarly = false;
  const received = () => (seen.size() ?? Number.POSITIVE_INFINITY) + unusable;

  return {
    take(items, total) {
      if (total !== undefined) {
        totals.smallest = Math.min(totals.smallest ?? total, total);
        totals.largest = Math.max(totals.largest ?? total, total);
      }
      let fresh = 0;
      const entities: Entity[] = [];
      for (const item of items) {
        const entity = filter.entity(item);
        if (entity) {
          entities.push(entity);
          if (seen.note(idOf(entity), timeOf(entity)) !== 'same') fresh++;
        } else {
          unusable++;
        }
      }
      barren = fresh > 0 ? 0 : barren + 1;
      // An empty page may be the last one: that is for the reader to see.
      if (barren >= barrenPages && (items.length > 0 || barren > barrenPages)) {
        throw pagingStuck(path, 'the same records again');
      }
      return entities;
    },
    look: (items) => items.map(filter.entity).filter((entity) => entity !== undefined),
    isWanted,
    has: (id) => seen.has(String(id)),
    hasTaken: (entity) => seen.has(idOf(entity)),
    quietSecond: seen.quietSecond,
    countFrom: seen.countFrom,
    endEarly() {
      endedEarly = true;
    },
    shortfall(explained = 0) {
      const { smallest = 0, largest = 0 } = totals;
      const counted = shortfallOf(received(), smallest, largest - smallest + explained);
      if (counted || !endedEarly) return counted;
      return { received: received(), expected: received() + 1, missing: 1, isLeast: true };
    },
    possibleShortfall(explained, total = totals.largest) {
      const short = shortfallOf(received(), total ?? 0, explained);
      return short && { ...short, mayBeExplained: true };
    },
    smallest: () => totals.smallest,
  };
}
