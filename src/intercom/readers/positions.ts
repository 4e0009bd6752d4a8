/**
 * How far a search in ascending order is. A page alone proves nothing: its last record may stand there with a time ahead of
 * its place. What lies before the next page's first record is out.
 */
import type { Range } from '../../core/ranges.ts';
import type { ReadContext } from './reader.ts';

export interface Positions {
  /** Takes the times of a page's records, in their order. */
  take(times: readonly (number | undefined)[]): void;
  /** Every record of the range below it is out. Undefined as long as nothing is proved, and wherever the order was broken. */
  position(): number | undefined;
  /** True, or undefined where it remains to be seen whether the search keeps the order; false where it does not. */
  ordered(): boolean | undefined;
  /** Says whether the search keeps the order that it is asked for. */
  decide(ordered: boolean): void;
  /** Whether all times ascended, those that move no position included: then what changed meanwhile was met at the end. */
  ascended(): boolean;
  /** The first and the largest time that count since the search began. */
  oldest(): number | undefined;
  newest(): number | undefined;
  /** The search begins again, at its position or at its beginning. */
  restart(): void;
}

/** `known`: true where the order is documented. */
export function createPositions(
  { from, to }: Range,
  { settledBefore }: Pick<ReadContext, 'settledBefore'>,
  known: true | undefined,
): Positions {
  // A time out of range may be of another unit or of a clock gone wrong, and what changed just now may stand where it stood.
  const counts = (at: number | undefined): at is number =>
    at !== undefined && at >= from && at < Math.min(to, settledBefore);
  let ordered: boolean | undefined = known;
  let ascended = true;
  let latest: number | undefined;
  let oldest: number | undefined;
  let newest: number | undefined;
  let proved: number | undefined;

  return {
    take(times) {
      const before = newest;
      let smallest: number | undefined;
      for (const at of times) {
        if (at === undefined) continue;
        if (latest !== undefined && at < latest) ascended = false;
        latest = at;
        if (!counts(at)) continue;
        if (newest !== undefined && at < newest) ordered = false;
        oldest ??= at;
        newest = newest === undefined ? at : Math.max(newest, at);
        smallest = smallest === undefined ? at : Math.min(smallest, at);
      }
      if (before !== undefined && smallest !== undefined) {
        proved = Math.max(proved ?? from, Math.min(before, smallest));
      }
    },
    position: () => (ordered ? proved : undefined),
    ordered: () => ordered,
    decide(keeps) {
      ordered = keeps;
    },
    ascended: () => ascended,
    oldest: () => oldest,
    newest: () => newest,
    restart() {
      latest = undefined;
      newest = undefined;
    },
  };
}
