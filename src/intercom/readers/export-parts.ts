/**
 * Cutting what an export is asked for, where it gives no more than so many rows. A job's range is of what was sent in it, and counts only
 * what happened to it until the range's end: so it ends as late as it may, and not where the next one begins. Pure.
 */
import type { Range } from '../../core/ranges.ts';

/** What was sent in [from, to), with what happened to it until `until`: unix seconds. */
export interface ExportPart extends Range {
  until: number;
}

/** The whole of a range as one part; none where nothing of it has happened yet. `earliest`: nothing was sent before. */
export const wholePart = ({ from, to }: Range, { now, earliest }: { now: number; earliest: number }): ExportPart[] => {
  const begin = Math.max(from, earliest);
  return begin < Math.min(to, now) ? [{ from: begin, to, until: now }] : [];
};

/** The same, cut into parts of one length, at most of `longest` seconds. */
export function evenParts(range: Range, { longest, ...known }: { now: number; earliest: number; longest: number }) {
  return wholePart(range, known).flatMap(({ from, to, until }) => {
    const end = Math.min(to, until);
    const count = Math.ceil((end - from) / longest);
    const bound = (i: number) => Math.round(from + ((end - from) * i) / count);
    return Array.from({ length: count }, (_, i): ExportPart => {
      const last = i === count - 1;
      return { from: bound(i), to: last ? to : bound(i + 1), until: last ? end : bound(i + 1) };
    });
  });
}

/**
 * The part as two halves, of which the older one looks ahead by `overlap` seconds at most. What is not longer than it looks ahead has to look
 * ahead less. Undefined where it is so short that this helps no more.
 */
export function smallerParts({ from, to, until }: ExportPart, overlap: number): ExportPart[] | undefined {
  const end = Math.min(to, until);
  const ahead = until - end;
  if (end - from >= Math.max(2 * shortest, ahead)) {
    const middle = Math.floor((from + end) / 2);
    return [
      { from, to: middle, until: Math.min(until, middle + overlap) },
      { from: middle, to, until },
    ];
  }
  return ahead >= shortest ? [{ from, to, until: end + Math.floor(ahead / 2) }] : undefined;
}

/** Seconds. */
const shortest = 60;
