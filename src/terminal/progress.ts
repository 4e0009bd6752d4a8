/** What a sync shows: a live view on a terminal, plain lines elsewhere, and a table at the end. */
import type { SelectedStream } from '../core/catalog.ts';
import type { Clock } from '../core/clock.ts';
import { deletedAt } from '../core/columns/columns.ts';
import { type ConnectorError, explain } from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import { table } from './table.ts';

interface StreamProgress {
  name: string;
  mode: string;
  /** Live rows; deletions apart. */
  rows: number;
  deletions: number;
  expected?: number;
  startedAt?: number;
  endedAt?: number;
  error?: ConnectorError;
  state: 'waiting' | 'reading' | 'done' | 'failed';
}

export interface Progress {
  observe(event: Event): void;
  /** Takes the live view away. */
  stop(): void;
  /** The table of streams, and how to look at the data. */
  summary(): string;
}

export interface ProgressOptions {
  workspace: string;
  location: string;
  /** A command that shows some of the data of these streams. */
  look(streams: readonly string[]): string;
  streams: readonly SelectedStream[];
  /** Where it is shown; a live view only if it is a terminal. */
  output: NodeJS.WriteStream;
  clock: Clock;
  /** Requests answered so far. */
  requests(): number;
  redact(text: string): string;
}

const frameMs = 250;
const lineMs = 15_000;

export function createProgress(options: ProgressOptions): Progress {
  const { workspace, location, look, streams, output, clock, requests, redact } = options;
  const startedAt = clock.elapsed();
  const all = new Map<string, StreamProgress>(
    streams.map(({ name, syncMode }) => [
      name,
      { name, mode: syncMode === 'incremental' ? 'changes' : 'all', rows: 0, deletions: 0, state: 'waiting' },
    ]),
  );
  /** By permission, the streams that are closed for want of it. */
  const closed = new Map<string, string[]>();
  let pausedUntil = 0;
  let drawn = 0;

  const write = (text: string) => output.write(redact(text));
  const erase = () => {
    if (drawn > 0) output.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };
  const draw = () => {
    erase();
    const lines = frame(Math.max(3, (output.rows ?? 40) - 1));
    write(`${lines.map((line) => line.slice(0, (output.columns ?? 120) - 1)).join('\n')}\n`);
    drawn = lines.length;
  };
  const say = (line: string) => {
    erase();
    write(`${line}\n`);
  };

  /** The table, cut where the terminal is short, and always what the whole does. */
  function frame(height: number): string[] {
    const now = clock.elapsed();
    const reading = [...all.values()].filter(({ state }) => state !== 'waiting');
    const body = table(
      ['stream', 'rows', 'rows/s', ''],
      reading.map((one) => [one.name, one.rows, rate(one, now), statusText(one)]),
    );
    return [
      ...body
        .trimEnd()
        .split('\n')
        .slice(0, height - 2),
      '',
      footer(now),
    ];
  }

  function footer(now: number): string {
    const left = secondsLeft([...all.values()], now);
    const paused = pausedUntil > clock.now() ? [`rate limit spent, on in ${seconds(pausedUntil - clock.now())}`] : [];
    return [
      seconds(now - startedAt),
      `${requests().toLocaleString('en-US')} requests (${Math.round((requests() * 60_000) / Math.max(1, now - startedAt)).toLocaleString('en-US')} a minute)`,
      ...(left === undefined ? [] : [`about ${seconds(left * 1000)} left`]),
      ...paused,
    ].join(' · ');
  }

  say(`Syncing workspace "${workspace}" into ${location}.`);
  const live = output.isTTY === true;
  const timer = setInterval(live ? draw : () => say(plainLine()), live ? frameMs : lineMs);
  timer.unref();

  const plainLine = () => {
    const rows = sum([...all.values()], 'rows');
    return `${rows.toLocaleString('en-US')} rows · ${footer(clock.elapsed())}`;
  };

  return {
    observe(event) {
      if (event.type === 'log') {
        if (event.level !== 'debug') say(event.message);
        return;
      }
      if (event.type === 'rate_limited') pausedUntil = event.until;
      if (event.type === 'checkpoint' || event.type === 'rate_limited') return;
      const one = all.get(event.stream);
      if (!one) return;
      if (event.type === 'records') {
        const deletions = event.rows.filter((row) => row[deletedAt] != null).length;
        one.rows += event.rows.length - deletions;
        one.deletions += deletions;
      } else if (event.type === 'estimate') one.expected = (one.expected ?? 0) + event.rows;
      else if (event.status === 'started') Object.assign(one, { state: 'reading', startedAt: clock.elapsed() });
      else if (event.status === 'complete') Object.assign(one, { state: 'done', endedAt: clock.elapsed() });
      else if (event.status === 'incomplete') {
        Object.assign(one, { state: 'failed', endedAt: clock.elapsed(), error: event.error });
        if (!isToldAlready(closed, one.name, event.error)) say(explain(event.error));
      }
      if (!live && event.type === 'status' && event.status === 'complete') {
        say(`${one.name}: ${counts(one)}.`);
      }
    },
    stop() {
      clearInterval(timer);
      erase();
    },
    summary() {
      const rows = [...all.values()];
      const total = { rows: sum(rows, 'rows'), deletions: sum(rows, 'deletions') };
      const shown = total.deletions > 0;
      const lines = table(
        ['stream', 'read', 'rows', ...(shown ? ['deleted'] : []), 'time', ''],
        rows.map((one) => [
          ...[one.name, one.mode, one.rows, ...(shown ? [one.deletions] : [])],
          ...[elapsed(one), one.state === 'done' ? '' : statusText(one)],
        ]),
      );
      const end = `${counts(total)} in ${seconds(clock.elapsed() - startedAt)}, ${requests().toLocaleString('en-US')} requests.`;
      const read = rows.filter((one) => one.state === 'done' || one.rows > 0);
      const names = (read.length > 0 ? read : rows).map(({ name }) => name);
      return redact(`\n${lines}\n${closedLines(closed)}${end}\nLook at it: ${look(names)}\n`);
    },
  };
}

/** Notes a stream that is closed for want of a permission. True where another one has told of the same. */
function isToldAlready(closed: Map<string, string[]>, stream: string, { details }: ConnectorError): boolean {
  const permission = details.permission === undefined ? undefined : String(details.permission);
  if (permission === undefined) return false;
  const streams = closed.get(permission) ?? [];
  closed.set(permission, [...streams, stream]);
  return streams.length > 0;
}

/** A line for each permission that closes several streams. */
const closedLines = (closed: ReadonlyMap<string, string[]>): string =>
  [...closed]
    .filter(([, streams]) => streams.length > 1)
    .map(([permission, streams]) => `The token lacks "${permission}", which closes ${streams.join(', ')}.\n`)
    .join('');

const sum = (all: readonly StreamProgress[], what: 'rows' | 'deletions'): number =>
  all.reduce((total, one) => total + one[what], 0);

const counts = ({ rows, deletions }: { rows: number; deletions: number }): string =>
  `${rows.toLocaleString('en-US')} rows${deletions > 0 ? ` and ${deletions.toLocaleString('en-US')} deletions` : ''}`;

const rate = (one: StreamProgress, now: number): number =>
  one.startedAt === undefined ? 0 : Math.round((one.rows * 1000) / Math.max(1, (one.endedAt ?? now) - one.startedAt));

const elapsed = (one: StreamProgress): string =>
  one.startedAt === undefined || one.endedAt === undefined ? '' : seconds(one.endedAt - one.startedAt);

function statusText(one: StreamProgress): string {
  if (one.state === 'failed') return 'failed';
  if (one.state === 'done') return 'done';
  if (one.state === 'waiting') return 'not read';
  return one.expected ? `${Math.min(100, Math.floor((one.rows * 100) / one.expected))} %` : '';
}

/** Seconds until the slowest stream whose size is known is done; undefined where none is. */
function secondsLeft(streams: readonly StreamProgress[], now: number): number | undefined {
  const known = streams.flatMap(({ state, expected, rows, startedAt }) =>
    state === 'reading' && expected && rows > 0 && startedAt !== undefined
      ? [((expected - rows) * (now - startedAt)) / rows / 1000]
      : [],
  );
  return known.length === 0 ? undefined : Math.max(0, ...known);
}

/** Milliseconds as `0.4 s`, `12 s` or `3 min 5 s`. */
function seconds(ms: number): string {
  const whole = Math.round(ms / 1000);
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
