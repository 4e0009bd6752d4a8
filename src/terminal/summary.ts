/** What a sync tells at its end: what became of each stream, what failed and why, what was warned about, and how it ends. Pure. */
import { byCause, type Failure } from './causes.ts';
import { durationText } from './duration.ts';
import { type Column, fittedTable } from './fitted-table.ts';
import type { Warning } from './warnings.ts';
import { wrap } from './wrap.ts';

/** How a run changed a stream's table: numbers of rows. */
interface TableChanges {
  added: number;
  updated: number;
  deleted: number;
  total: number;
}

export interface StreamSummary {
  name: string;
  state: 'done' | 'failed' | 'not read';
  /** Rows that came, and tombstones: told where nothing is known of the table. */
  rows: number;
  deletions: number;
  table?: TableChanges;
  /** How long it was read, in milliseconds. */
  ms?: number;
}

export interface Summary {
  streams: readonly StreamSummary[];
  /** Of those streams, and of streams that could not even be begun. */
  failures: readonly Failure[];
  warnings: readonly Warning[];
  /** What else went wrong, whatever became of the streams. */
  problems?: readonly string[];
  /** What else there is to say, above the last line: texts, in which lines are not broken anew. */
  notes: readonly string[];
  ms: number;
  requests: number;
}

/** Streams that are not complete. */
export const incompleteIn = ({ streams, failures }: Pick<Summary, 'streams' | 'failures'>): string[] => [
  ...new Set([
    ...failures.map(({ stream }) => stream),
    ...streams.filter(({ state }) => state !== 'done').map(({ name }) => name),
  ]),
];

/** 1 where a stream is not complete, or anything else went wrong. */
export const exitCodeOf = (summary: Pick<Summary, 'streams' | 'failures' | 'problems'>): number =>
  incompleteIn(summary).length > 0 || (summary.problems ?? []).length > 0 ? 1 : 0;

/** The whole text, in lines no wider than `width` where they can be broken; commands and SQL can't. */
export function summaryText(summary: Summary, { width }: { width: number }): string {
  const blocks = [
    streamTable(summary.streams, width).trimEnd(),
    ...failureTexts(summary, width),
    ...(summary.problems ?? []).map((problem) => wrap(problem, width).join('\n')),
    ...warningTexts(summary.warnings, width),
    ...summary.notes,
    wrap(lastLine(summary), width).join('\n'),
  ];
  return `\n${blocks.filter(Boolean).join('\n\n')}\n`;
}

function lastLine(summary: Summary): string {
  const { streams, failures, ms, requests } = summary;
  const total = new Set([...streams.map(({ name }) => name), ...failures.map(({ stream }) => stream)]).size;
  const incomplete = incompleteIn(summary).length;
  const all = `${number(total)} ${total === 1 ? 'stream' : 'streams'}`;
  const cost = `${number(requests)} ${requests === 1 ? 'request' : 'requests'}`;
  const exit = `exit code ${exitCodeOf(summary)}`;
  if (incomplete === 0 && (summary.problems ?? []).length > 0)
    return `${all} complete after ${durationText(ms)} and ${cost}, and something else went wrong: ${exit}.`;
  if (incomplete === 0) return `Done in ${durationText(ms)}: ${all}, ${cost}, ${exit}.`;
  const are = incomplete === 1 ? 'is' : 'are';
  return `${number(incomplete)} of ${all} ${are} not complete after ${durationText(ms)} and ${cost}: ${exit}.`;
}

/** Names are cut where the terminal is narrow; numbers never are. */
function streamTable(streams: readonly StreamSummary[], width: number): string {
  const isKnown = streams.some((one) => one.table);
  const numbers: Column<StreamSummary>[] = isKnown
    ? [
        { title: 'new', cell: (one) => one.table?.added ?? 0 },
        { title: 'updated', cell: (one) => one.table?.updated ?? 0 },
        { title: 'deleted', cell: (one) => one.table?.deleted ?? 0 },
        { title: 'in table', cell: (one) => one.table?.total ?? 0 },
      ]
    : [
        { title: 'rows', cell: (one) => one.rows },
        { title: 'deleted', cell: (one) => one.deletions },
      ];
  const isComplete = streams.every(({ state }) => state === 'done');
  const optional: Column<StreamSummary>[] = [
    ...(isComplete ? [] : [{ title: '', cell: ({ state }: StreamSummary) => (state === 'done' ? '' : state) }]),
    { title: 'time', cell: ({ ms }) => (ms === undefined ? '' : durationText(ms)) },
  ];
  return fittedTable({ rows: streams, needed: numbers, optional, width });
}

/** A paragraph a cause: what is wrong, what to do, and all streams that it closes. */
function failureTexts(summary: Summary, width: number): string[] {
  const told = summary.failures.map(({ stream }) => stream);
  const rest = incompleteIn(summary).filter((name) => !told.includes(name));
  const causes = byCause(summary.failures);
  if (rest.length > 0) causes.push({ text: 'Not read to the end. Run it again: it goes on from here.', streams: rest });
  return causes.map(({ text, streams }) =>
    [...wrap(`Not complete: ${streams.join(', ')}.`, width), ...wrap(text, width, 2)].join('\n'),
  );
}

function warningTexts(warnings: readonly Warning[], width: number): string[] {
  if (warnings.length === 0) return [];
  const heading = warnings.length === 1 ? '1 warning:' : `${number(warnings.length)} warnings:`;
  const lines = warnings.flatMap((one) => [...wrap(one.text, width, 2), ...one.queries.map((query) => `    ${query}`)]);
  return [[heading, ...lines].join('\n')];
}

const number = (value: number): string => value.toLocaleString('en-US');
