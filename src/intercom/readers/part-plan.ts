/** Where the parts of a list begin that are read ahead of its front, and where each of them ends. Pure. */
import type { Entity } from './reader.ts';

/** Parts read ahead of the first. */
const mostParts = 16;

/**
 * The times at which parts begin, ascending, unix milliseconds: `starts`, which have begun, and new ones, one each `step` from
 * `from` to `until`. What turns out to be denser than it seemed is divided once more, before the first of `starts`. A step of 0 or
 * less adds none.
 */
export function plannedStarts(
  starts: readonly number[],
  { from, step, until }: { from: number; step: number; until: number },
): number[] {
  if (step <= 0) return [...starts];
  const planned: number[] = [];
  const first = starts[0] ?? until;
  for (let at = from + step; at < first - step / 2 && starts.length + planned.length < 1.5 * mostParts; at += step) {
    planned.push(at);
  }
  planned.push(...starts);
  for (let at = (planned.at(-1) ?? from) + step; at < until && planned.length < mostParts; at += step) planned.push(at);
  return planned;
}

/** A page's entries before a time, and the first one from it on; undefined where entries before it lie behind that one. */
export function cutAt(
  page: Entity[],
  time: number,
  timeOf: (entry: Entity) => number,
): { own: Entity[]; over: Entity | undefined } | undefined {
  const end = page.findIndex((entry) => timeOf(entry) >= time);
  if (end < 0) return { own: page, over: undefined };
  if (page.slice(end).some((entry) => timeOf(entry) < time)) return undefined;
  return { own: page.slice(0, end), over: page[end] };
}
