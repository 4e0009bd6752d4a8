/**
 * Keeps account of what a collection gives, against what it counts. A collection that gives less than it counts is read
 * again; where it remains so, it is incomplete.
 */
import { ConnectorError } from '../../core/errors.ts';
import type { Range } from '../../core/ranges.ts';
import { createEntityFilter, type EntityRules } from './entity-filter.ts';
import type { Entity, ReadContext } from './reader.ts';
import { createReading, type Reading } from './reading.ts';
import { createSeen } from './seen.ts';
import type { Shortfall } from './shortfall.ts';

export interface Ledger {
  /** Begins a reading. */
  begin(): Reading;
  /** Says, once, what could not be used. `readCompletely` does so at its end. */
  reportUnusable(): void;
  /** How many different records all readings have taken. */
  received(): number | undefined;
  /**
   * Reads, and as long as there is a shortfall reads again. Throws `records_missing` where it remains the same three times;
   * only warns where the count is unreliable.
   */
  readCompletely<T>(read: (again: boolean) => AsyncGenerator<T, Shortfall | undefined>): AsyncGenerator<T>;
}

export interface LedgerOptions extends EntityRules {
  path: string;
  log: ReadContext['log'];
  /** The text that tells a record from all others. Default its key's. */
  identify?(entity: Entity): string;
  /** So many pages without anything new one after the other are a circle. Default 3. */
  barrenPages?: number;
  /** When a record says that it changed. Default: its `updated_at`. */
  timeOf?(entity: Entity): number | undefined;
  /** The part of the collection that is read, of one that is read by time. */
  range?: Range;
  /** True where what the collection counts need not be what it gives. */
  countIsUnreliable?: boolean;
}

const sameNumbers = 3;
const mostReadings = 9;
/** So many readings, in each of which something was deleted or changed. */
const mostExplainedReadings = 3;

export function createLedger(options: LedgerOptions): Ledger {
  const { path, log, key = 'id', barrenPages = 3, timeOf = updatedAt, range, countIsUnreliable = false } = options;
  const filter = createEntityFilter(path, log, options);
  const idOf = options.identify ?? ((entity: Entity) => String(entity[key]));
  /** What all readings have passed on. */
  const out = createSeen();
  let readings = 0;

  function begin(): Reading {
    const common = { path, filter, idOf, timeOf, barrenPages };
    if (++readings === 1) return createReading({ ...common, seen: out, isWanted: () => true });
    const isWanted = (entity: Entity) => {
      const time = timeOf(entity);
      return out.note(idOf(entity), time) !== 'same' || time === undefined;
    };
    return createReading({ ...common, seen: createSeen(), isWanted });
  }

  return {
    begin,
    reportUnusable: filter.reportUnusable,
    received: () => out.size(),
    async *readCompletely(read) {
      let missing: number | undefined;
      let same = 0;
      try {
        for (let times = 1; ; times++) {
          const short = yield* read(times > 1);
          // What one reading missed, another may have given.
          if (!short || (!short.isLeast && (out.size() ?? 0) >= short.expected)) return;
          if (short.mayBeExplained && times >= mostExplainedReadings) return;
          same = short.missing === missing ? same + 1 : 1;
          missing = short.missing;
          if (same >= sameNumbers || times >= mostReadings) {
            if (!countIsUnreliable) throw incomplete(path, short, range);
            log('warn', `${path} gives ${short.received} records, and says that it has ${short.expected}.`);
            return;
          }
          log(
            'info',
            `${path} gives ${short.received} of the ${short.expected} records that it counts: reading it again.`,
          );
        }
      } finally {
        filter.reportUnusable();
      }
    },
  };
}

function incomplete(path: string, { received, expected }: Shortfall, range: Range | undefined): ConnectorError {
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

const updatedAt = ({ updated_at }: Entity): number | undefined =>
  typeof updated_at === 'number' ? updated_at : undefined;

function spanText(range: Range | undefined): string {
  if (!range) return '';
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  return Number.isFinite(range.to) ? ` from ${at(range.from)} to ${at(range.to)}` : ` from ${at(range.from)} on`;
}
