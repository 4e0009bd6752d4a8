/**
 * Keeps account of what a collection gives, against what it counts. A collection that gives less than it counts is read
 * again; where it remains so, it is incomplete.
 */
import { ConnectorError } from '../../core/errors.ts';
import type { Range } from '../../core/ranges.ts';
import { createEntityFilter, type EntityRules } from './entity-filter.ts';
import { pagingStuck } from './paging.ts';
import type { Entity, ReadContext } from './reader.ts';
import { createSeen, type Seen } from './seen.ts';

/** One reading of the collection, from its first page to its last. */
export interface Reading {
  /**
   * Takes a page's items, and how many the answer says there are in all; gives those that can be used. Throws
   * `paging_stuck` where pages give nothing new any more.
   */
  take(items: readonly unknown[], total: number | undefined): Entity[];
  /** The usable ones of items that are looked at only. */
  look(items: readonly unknown[]): Entity[];
  /** Whether an entity that was taken is to be passed on: in a repeated reading only what is new or has changed is. Asked once of each. */
  isWanted(entity: Entity): boolean;
  /** Whether this id has come in this reading. */
  has(id: unknown): boolean;
  /** Of what has come in this reading: see `Seen`. */
  quietSecond: Seen['quietSecond'];
  countFrom: Seen['countFrom'];
  /** The collection ends here, though it says that it goes on. */
  endEarly(): void;
  /** What is missing, where more is than the totals' own changes and `explained` account for. */
  shortfall(explained?: number): Shortfall | undefined;
  /** What may be missing besides: of the largest total, since what went meanwhile may have come before it went, or of another. */
  doubt(explained: number, total?: number): Shortfall | undefined;
  /** The smallest total told. */
  smallest(): number | undefined;
}

export interface Shortfall {
  received: number;
  expected: number;
  missing: number;
  /** True where it is only known that there are more than were received. */
  isLeast?: boolean;
  /** True where what went or changed meanwhile may account for it. */
  isDoubtful?: boolean;
}

export interface Ledger {
  /** Begins a reading. */
  begin(): Reading;
  /** Says, once, what could not be used. `readCompletely` does so at its end. */
  tell(): void;
  /** How many different records have come in all readings. */
  received(): number | undefined;
  /**
   * Reads, and as long as there is a shortfall reads again. Throws `records_missing` where it remains the same three times;
   * only warns where the count is in doubt.
   */
  readCompletely<T>(read: (again: boolean) => AsyncGenerator<T, Shortfall | undefined>): AsyncGenerator<T>;
}

export interface LedgerOptions extends EntityRules {
  path: string;
  log: ReadContext['log'];
  /** So many pages without anything new one after the other are a circle. Default 3. */
  barrenPages?: number;
  /** When a record says that it changed. Default: its `updated_at`. */
  timeOf?(entity: Entity): number | undefined;
  /** The part of the collection that is read, of one that is read by time. */
  range?: Range;
  /** True where what the collection counts need not be what it gives. */
  countIsDoubtful?: boolean;
}

const sameNumbers = 3;
const mostReadings = 9;
/** So many readings, in each of which something went or changed. */
const mostDoubts = 3;

export function createLedger(options: LedgerOptions): Ledger {
  const { path, log, key = 'id', barrenPages = 3, timeOf = updatedAt, range, countIsDoubtful = false } = options;
  const filter = createEntityFilter(path, log, options);
  const idOf = (entity: Entity) => String(entity[key]);
  /** What is out by all readings. */
  const out = createSeen();
  let readings = 0;

  function begin(): Reading {
    const isFirst = ++readings === 1;
    const seen = isFirst ? out : createSeen();
    let unusable = 0;
    let barren = 0;
    let smallest: number | undefined;
    let largest: number | undefined;
    let endedEarly = false;
    const received = () => (seen.size() ?? Number.POSITIVE_INFINITY) + unusable;

    return {
      take(items, total) {
        if (total !== undefined) {
          smallest = Math.min(smallest ?? total, total);
          largest = Math.max(largest ?? total, total);
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
      isWanted(entity) {
        if (isFirst) return true;
        const time = timeOf(entity);
        return out.note(idOf(entity), time) !== 'same' || time === undefined;
      },
      has: (id) => seen.has(String(id)),
      quietSecond: seen.quietSecond,
      countFrom: seen.countFrom,
      endEarly() {
        endedEarly = true;
      },
      shortfall: (explained = 0) =>
        shortfallOf(received(), smallest ?? 0, (largest ?? 0) - (smallest ?? 0) + explained) ??
        (endedEarly ? { received: received(), expected: received() + 1, missing: 1, isLeast: true } : undefined),
      doubt(explained, total = largest) {
        const short = shortfallOf(received(), total ?? 0, explained);
        return short && { ...short, isDoubtful: true };
      },
      smallest: () => smallest,
    };
  }

  function incomplete({ received, expected }: Shortfall): ConnectorError {
    const { from, to = Number.POSITIVE_INFINITY } = range ?? {};
    return new ConnectorError(
      'records_missing',
      `Intercom's ${path} gives ${received} of the ${expected} records that it counts${spanText(range)}, again and again.`,
      {
        hint: 'Run it again later; if it goes on, ask Intercom for the records that its API does not give.',
        details: { received, expected, from, to: Number.isFinite(to) ? to : undefined },
      },
    );
  }

  return {
    begin,
    tell: filter.tell,
    received: () => out.size(),
    async *readCompletely(read) {
      let missing: number | undefined;
      let same = 0;
      try {
        for (let times = 1; ; times++) {
          const short = yield* read(times > 1);
          // What one reading missed, another may have given.
          if (!short || (!short.isLeast && (out.size() ?? 0) >= short.expected)) return;
          if (short.isDoubtful && times >= mostDoubts) return;
          same = short.missing === missing ? same + 1 : 1;
          missing = short.missing;
          if (same >= sameNumbers || times >= mostReadings) {
            if (!countIsDoubtful) throw incomplete(short);
            log('warn', `${path} gives ${short.received} records, and says that it has ${short.expected}.`);
            return;
          }
          log(
            'info',
            `${path} gives ${short.received} of the ${short.expected} records that it counts: reading it again.`,
          );
        }
      } finally {
        filter.tell();
      }
    },
  };
}

/** A shortfall that is larger than what is explained. */
export function shortfallOf(received: number, expected: number, explained: number): Shortfall | undefined {
  const missing = expected - received;
  return missing > explained ? { received, expected, missing } : undefined;
}

const updatedAt = ({ updated_at }: Entity): number | undefined =>
  typeof updated_at === 'number' ? updated_at : undefined;

function spanText(range: Range | undefined): string {
  if (!range) return '';
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  return Number.isFinite(range.to) ? ` from ${at(range.from)} to ${at(range.to)}` : ` from ${at(range.from)} on`;
}
