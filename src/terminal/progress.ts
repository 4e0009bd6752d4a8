/** What a sync shows while it runs: a live view on a terminal, plain lines elsewhere. */
import type { SelectedStream } from '../core/catalog.ts';
import type { Clock } from '../core/clock.ts';
import { deletedAt } from '../core/columns/columns.ts';
import { type ConnectorError, explain } from '../core/errors.ts';
import type { Event, LogEvent } from '../core/events.ts';
import { causeOf, type Failure } from './causes.ts';
import { durationText } from './duration.ts';
import type { StreamSummary } from './summary.ts';
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
  /** What it has shown, for a summary. */
  streams(): StreamSummary[];
  failures(): Failure[];
  warnings(): readonly LogEvent[];
  /** Milliseconds since it began. */
  elapsed(): number;
}

export interface ProgressOptions {
  workspace: string;
  location: string;
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
  const { workspace, location, streams, output, clock, requests, redact } = options;
  const startedAt = clock.elapsed();
  const all = new Map<string, StreamProgress>(
    streams.map(({ name, syncMode }) => [
      name,
      { name, mode: syncMode === 'incremental' ? 'changes' : 'all', rows: 0, deletions: 0, state: 'waiting' },
    ]),
  );
  /** Why streams failed, as far as it has been told. */
  const told = new Set<string>();
  const warnings: LogEvent[] = [];
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
    const paused =
      pausedUntil > clock.now() ? [`rate limit spent, on in ${durationText(pausedUntil - clock.now())}`] : [];
    return [
      durationText(now - startedAt),
      `${requests().toLocaleString('en-US')} requests (${Math.round((requests() * 60_000) / Math.max(1, now - startedAt)).toLocaleString('en-US')} a minute)`,
      ...(left === undefined ? [] : [`about ${durationText(left * 1000)} left`]),
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
        if (event.level === 'warn') warnings.push(event);
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
        const { key } = causeOf(event);
        if (!told.has(key)) say(explain(event.error));
        told.add(key);
      }
      if (!live && event.type === 'status' && event.status === 'complete') {
        say(`${one.name}: ${counts(one)}.`);
      }
    },
    stop() {
      clearInterval(timer);
      erase();
    },
    streams: () =>
      [...all.values()].map(({ name, state, rows, deletions, startedAt, endedAt }) => ({
        name,
        state: state === 'reading' || state === 'waiting' ? 'not read' : state,
        rows,
        deletions,
        ...(startedAt !== undefined && endedAt !== undefined && { ms: endedAt - startedAt }),
      })),
    failures: () => [...all.values()].flatMap(({ name, error }) => (error ? [{ stream: name, error }] : [])),
    warnings: () => warnings,
    elapsed: () => clock.elapsed() - startedAt,
  };
}

const sum = (all: readonly StreamProgress[], what: 'rows' | 'deletions'): number =>
  all.reduce((total, one) => total + one[what], 0);

const counts = ({ rows, deletions }: { rows: number; deletions: number }): string =>
  `${rows.toLocaleString('en-US')} rows${deletions > 0 ? ` and ${deletions.toLocaleString('en-US')} deletions` : ''}`;

const rate = (one: StreamProgress, now: number): number =>
  one.startedAt === undefined ? 0 : Math.round((one.rows * 1000) / Math.max(1, (one.endedAt ?? now) - one.startedAt));

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
