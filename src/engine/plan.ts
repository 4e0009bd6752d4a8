/** The plan of a scan: time cut where its streams' needs differ, so that nothing is read for a stream that has it. */
import { always, contains, gaps, type Range } from '../core/ranges.ts';
import type { Filter } from '../intercom/readers/search-query.ts';
import type { StreamRun } from './stream-run.ts';

/** A range of time and the streams that need it. */
export interface Work {
  range: Range;
  runs: StreamRun[];
}

/** The ranges that some run still needs, ascending; neighbours that serve the same runs are one. */
export function plan(runs: readonly StreamRun[]): Work[] {
  const needs = runs.flatMap((run) => gaps(run.alreadyRead, always));
  const edges = [...new Set(needs.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const works: Work[] = [];
  for (const [i, from] of edges.entries()) {
    const to = edges[i + 1];
    if (to === undefined) break;
    const needing = runs.filter((run) => !contains(run.alreadyRead, from));
    if (needing.length === 0) continue;
    const last = works.at(-1);
    if (last && last.range.to === from && sameRuns(last.runs, needing)) last.range = { from: last.range.from, to };
    else works.push({ range: { from, to }, runs: needing });
  }
  return works;
}

/**
 * Filters that leave out what none of the runs takes; none where one of them takes everything, or learns from what it does
 * not take which of its records are gone.
 */
export function narrowing(runs: readonly StreamRun[]): Filter[] {
  const filters = runs.map(({ stream, tellsDeletions }) =>
    stream.tombstonesFromRecord && tellsDeletions ? undefined : stream.only?.filter,
  );
  if (filters.some((filter) => filter === undefined)) return [];
  const distinct = [...new Map(filters.map((filter) => [JSON.stringify(filter), filter as Filter])).values()];
  return distinct.length > 1 ? [{ operator: 'OR', value: distinct }] : distinct;
}

const sameRuns = (a: readonly StreamRun[], b: readonly StreamRun[]): boolean =>
  a.length === b.length && a.every((run, i) => run === b[i]);
