/**
 * What time it is: by the responses' `Date` headers and our own clock, either of which may be wrong. A time that is ahead loses
 * records, since what changes until then counts as read; one that is behind only repeats work.
 */
import type { Clock } from '../../core/clock.ts';

export interface ServerTime {
  /** Takes the `Date` of a response, unix milliseconds, and when it came by `elapsed` time. */
  observe(date: number | undefined, receivedAt: number): void;
  /** Unix milliseconds: the earlier of both clocks; the server's alone where they are a day apart. */
  now(): number;
  /** The server's own time, unix milliseconds; undefined as long as no response has had a `Date`. */
  reported(): number | undefined;
  /** Our own clock's, unix milliseconds. */
  own(): number;
  /** Whether both clocks are known, and less than a day apart. */
  isSure(): boolean;
}

/** The median of so many responses counts: a single wrong header, or a few, move nothing. */
const responsesKept = 9;

const dayMs = 86_400_000;

export function createServerTime(clock: Pick<Clock, 'now' | 'elapsed'>): ServerTime {
  /** The server's time at `elapsed` 0, at the earliest, as each of the last responses has it. */
  const offsets: number[] = [];

  const reported = () => {
    const sorted = [...offsets].sort((a, b) => a - b);
    const [one, other] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
    if (one === undefined || other === undefined) return undefined;
    // Of two middles, one of which may be wrong, the one that is nearer to our own clock.
    const own = clock.now() - clock.elapsed();
    return (Math.abs(one - own) <= Math.abs(other - own) ? one : other) + clock.elapsed();
  };
  const isNear = (theirs: number) => Math.abs(theirs - clock.now()) < dayMs;

  return {
    observe(date, receivedAt) {
      if (date === undefined) return;
      offsets.push(date - receivedAt);
      if (offsets.length > responsesKept) offsets.shift();
    },
    now() {
      const theirs = reported();
      if (theirs === undefined) return clock.now();
      return isNear(theirs) ? Math.min(theirs, clock.now()) : theirs;
    },
    reported,
    own: clock.now,
    isSure() {
      const theirs = reported();
      return theirs !== undefined && isNear(theirs);
    },
  };
}
