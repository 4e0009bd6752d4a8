/**
 * Records that Intercom counts but does not give. They stop their stream, and its position stays before them; but where two runs
 * in a row end with the same numbers it moves on, so that one unreadable record stops no stream for ever. The state keeps
 * what is missing, and every run says so.
 */
import type { ConnectorError } from '../core/errors.ts';
import type { StreamState } from '../core/events.ts';
import { invalidState } from '../core/invalid-state.ts';
import type { Range } from '../core/ranges.ts';
import type { Stream } from '../streams/stream.ts';

export interface Shortfall {
  /** Where in time: unix seconds. */
  range: Range;
  received: number;
  expected: number;
  /** Runs that ended so. */
  runs: number;
}

/** So many runs must end with the same numbers. */
const enough = 2;

const key = 'shortfalls';

/** The shortfall that a `records_missing` error tells of, in a range that was asked for. */
export function shortfallOf({ details }: ConnectorError, asked: Range): Shortfall {
  const { received, expected, from = asked.from, to = asked.to } = details;
  return {
    range: { from: Number(from), to: Number(to) },
    received: Number(received),
    expected: Number(expected),
    runs: 1,
  };
}

/** The known shortfalls with one more: the same one again counts as another run of it. */
export function addShortfall(known: readonly Shortfall[], found: Shortfall): { all: Shortfall[]; runs: number } {
  const same = known.find((one) => missing(one) === missing(found) && overlap(one.range, found.range));
  const runs = (same?.runs ?? 0) + 1;
  return { all: [...known.filter((one) => one !== same), { ...found, runs }], runs };
}

/** Those that are left when this range was read to its end. */
export const outside = (known: readonly Shortfall[], { from, to }: Range): Shortfall[] =>
  known.filter(({ range }) => range.from < from || range.to > to);

/**
 * Whether so many runs ended with a shortfall that the position moves on. Where more is missing than came, it is no unreadable
 * record: Intercom's search is broken, for longer than a run.
 */
export const isConfirmed = (found: Shortfall, runs = found.runs): boolean =>
  runs >= enough && missing(found) <= Math.max(1, found.received);

/** Those that the position has passed: they are told in every run. */
export const confirmedShortfalls = (known: readonly Shortfall[]): Shortfall[] =>
  known.filter((one) => isConfirmed(one));

export const missing = ({ received, expected }: Shortfall): number => expected - received;

const overlap = (a: Range, b: Range): boolean => a.from < b.to && b.from < a.to;

/** Shortfalls out of a state, each `[from, to, received, expected, runs]`, where a `to` of null has no end. Throws `state_invalid`. */
export function readShortfalls(stream: Stream, state: StreamState | undefined): Shortfall[] {
  const value = state?.[key];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidState(stream.name, `${key} takes a list`);
  return value.map((one, i) => {
    const numbers = Array.isArray(one) ? one.map((n) => (n === null ? Number.POSITIVE_INFINITY : n)) : [];
    const [from, to, received, expected, runs] = numbers;
    if (numbers.length !== 5 || !numbers.every((n) => typeof n === 'number')) {
      throw invalidState(stream.name, `${key}[${i}] takes [from, to, received, expected, runs]`);
    }
    return { range: { from, to }, received, expected, runs } as Shortfall;
  });
}

/** The same as a part of a state. */
export const writeShortfalls = (known: readonly Shortfall[]): StreamState =>
  known.length === 0
    ? {}
    : {
        [key]: known.map(({ range: { from, to }, received, expected, runs }) => [
          from,
          Number.isFinite(to) ? to : null,
          received,
          expected,
          runs,
        ]),
      };
