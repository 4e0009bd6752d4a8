/** How fresh the tables are, as people read it. Pure. All times are unix seconds. */
import { durationText } from './duration.ts';
import { type Column, fittedTable } from './fitted-table.ts';
import { wrap } from './wrap.ts';

export interface StatusError {
  message: string;
  permission?: string;
}

export interface RunStatus {
  at: number;
  version: string;
  mode: string;
  outcome: 'complete' | 'incomplete' | 'stopped' | 'failed' | 'crashed' | 'running';
  ended?: {
    at: number;
    requests: number;
    warnings: readonly { message: string; times: number }[];
    error?: StatusError;
  };
}

export interface StreamStatus {
  name: string;
  inLastRun: boolean;
  outcome: 'complete' | 'failed' | 'unfinished';
  error?: StatusError;
  warnings: number;
  rows?: { added: number; updated: number; deleted: number; total: number };
  newestAt?: number;
  completeAt?: number;
}

export interface Status {
  location: string;
  workspace: { id: string; name: string };
  now: number;
  last?: RunStatus;
  streams: readonly StreamStatus[];
  /** Seconds within which streams should have been read completely, and the names of those that have not. */
  limit?: { maxAge: number; tooOld: readonly string[] };
}

/** The whole text, in lines no wider than `width` where they can be broken. */
export function statusText(status: Status, { width }: { width: number }): string {
  const { workspace, location, last, streams } = status;
  const paragraph = (text: string) => wrap(text, width).join('\n');
  const blocks = [
    paragraph(`${workspace.name || 'Workspace'} (${workspace.id}) in ${location}`),
    paragraph(last ? lastRunText(status, last) : 'No run is kept yet: the next sync keeps its own.'),
    streams.length > 0 ? streamTable(status, width).trimEnd() : '',
    ...errorTexts(status, width),
    ...warningTexts(last, width),
    paragraph(limitText(status)),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function lastRunText({ now, streams }: Status, run: RunStatus): string {
  const { at, outcome, mode, version, ended } = run;
  const began = `Last run: begun ${timeText(at)} UTC, ${ageText(now - at)} ago`;
  const how = `(${mode}, version ${version})`;
  if (outcome === 'running') return `${began}; it is running ${how}.`;
  if (!ended) return `${began}; it was killed before its end ${how}.`;
  const read = streams.filter(({ inLastRun }) => inLastRun);
  const left = read.filter((one) => one.outcome !== 'complete').length;
  const of = `${number(read.length)} ${read.length === 1 ? 'stream' : 'streams'}`;
  const words = {
    complete: `${of} complete`,
    incomplete: `${number(left)} of ${of} not complete`,
    stopped: `stopped, ${number(left)} of ${of} not complete`,
    failed: `failed, ${number(left)} of ${of} not complete`,
    crashed: 'killed',
  }[outcome];
  const cost = `${number(ended.requests)} ${ended.requests === 1 ? 'request' : 'requests'}`;
  return `${began}; ended after ${durationText((ended.at - at) * 1000)} and ${cost}: ${words} ${how}.`;
}

/** The table's columns, those that are missed the most first. */
function streamTable({ streams, now }: Status, width: number): string {
  const age = (at: number | undefined) => (at === undefined ? '' : ageText(now - at));
  const counts = (title: string, of: (one: StreamStatus) => number | undefined) =>
    rightAligned(title, streams, (one) => of(one)?.toLocaleString('en-US') ?? '');
  const isComplete = streams.every(({ outcome }) => outcome === 'complete');
  return fittedTable({
    rows: streams,
    width,
    needed: [
      counts('in table', (one) => one.rows?.total),
      rightAligned('newest', streams, (one) => age(one.newestAt)),
      rightAligned('complete', streams, (one) => age(one.completeAt) || 'never'),
    ],
    optional: [
      ...(isComplete
        ? []
        : [{ title: '', cell: ({ outcome }: StreamStatus) => (outcome === 'complete' ? '' : outcome) }]),
      counts('deleted', (one) => one.rows?.deleted),
      counts('warnings', (one) => one.warnings),
      counts('new', (one) => one.rows?.added),
      counts('updated', (one) => one.rows?.updated),
      {
        title: 'newest record',
        cell: ({ newestAt }) => (newestAt === undefined ? '' : timeText(newestAt)),
      },
    ],
  });
}

function rightAligned(
  title: string,
  rows: readonly StreamStatus[],
  textOf: (row: StreamStatus) => string,
): Column<StreamStatus> {
  const widest = Math.max(title.length, ...rows.map((row) => textOf(row).length));
  return { title: title.padStart(widest), cell: (row) => textOf(row).padStart(widest) };
}

/** A paragraph a cause, with all streams that it closes. */
function errorTexts({ last, streams }: Status, width: number): string[] {
  const causes = new Map<string, string[]>();
  for (const { name, error } of streams) {
    if (!error) continue;
    const text = error.permission
      ? `The token lacks the permission "${error.permission}". Grant it on the app's page in Intercom's Developer Hub, or leave the streams out.`
      : error.message;
    causes.set(text, [...(causes.get(text) ?? []), name]);
  }
  const unread = streams.filter(({ outcome, error }) => outcome !== 'complete' && !error).map(({ name }) => name);
  if (unread.length > 0 && last?.outcome !== 'running')
    causes.set('Not read to the end: the next sync goes on from there.', unread);
  const ended = last?.ended?.error;
  return [
    ...(ended ? [wrap(ended.message, width).join('\n')] : []),
    ...[...causes].map(([text, names]) =>
      [...wrap(`Not complete: ${names.join(', ')}.`, width), ...wrap(text, width, 2)].join('\n'),
    ),
  ];
}

function warningTexts(last: RunStatus | undefined, width: number): string[] {
  const warnings = last?.ended?.warnings ?? [];
  if (warnings.length === 0) return [];
  const lines = warnings.flatMap(({ message, times }) =>
    wrap(times === 1 ? message : `${message} (${number(times)} times)`, width, 2),
  );
  return [[warnings.length === 1 ? '1 warning:' : `${number(warnings.length)} warnings:`, ...lines].join('\n')];
}

function limitText({ limit, last, streams, now }: Status): string {
  if (!limit || !last) return '';
  const within = `within ${ageText(limit.maxAge)}`;
  if (limit.tooOld.length === 0) return `All streams of the last run were read completely ${within}.`;
  const named = limit.tooOld.map((name) => {
    const at = streams.find((one) => one.name === name)?.completeAt;
    return `${name} (${at === undefined ? 'never' : `${ageText(now - at)} ago`})`;
  });
  return `Not read completely ${within}: ${named.join(', ')}.`;
}

/** A number of seconds as `90 s`, `18 min`, `30 h` or `12 d`, never more than have passed. */
export function ageText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, size] =
    whole < 100 ? ['s', 1] : whole < 6_000 ? ['min', 60] : whole < 172_800 ? ['h', 3_600] : ['d', 86_400];
  return `${number(Math.floor(whole / (size as number)))} ${unit}`;
}

const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');

const number = (value: number): string => value.toLocaleString('en-US');
