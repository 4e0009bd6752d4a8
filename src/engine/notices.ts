/** What people are told as streams start: what is read once more or from an earlier time on, and what can't be read. */
import type { LogEvent } from '../core/events.ts';
import type { Range } from '../core/ranges.ts';
import type { Stream } from '../streams/stream.ts';
import { confirmedShortfalls, missing, type Shortfall } from './shortfalls.ts';
import { type StreamRun, withheldOf } from './stream-run.ts';

export function noticesOf(runs: readonly StreamRun[]): LogEvent[] {
  const again = runs.filter(({ readsWithheld }) => readsWithheld);
  return [
    ...again.map(({ stream }) => notice('info', readsWithheldText(stream))),
    ...runs.flatMap(({ stream, missing }) => (missing ? [notice('info', missingText(stream, missing))] : [])),
    ...runs.flatMap(({ stream, shortfalls }) =>
      confirmedShortfalls(shortfalls).map((shortfall) => notice('warn', shortfallText(stream, shortfall))),
    ),
  ];
}

const notice = (level: LogEvent['level'], message: string): LogEvent => ({ type: 'log', level, message });

const readsWithheldText = (stream: Stream): string => {
  const { what, permission } = withheldOf(stream)!;
  return `${stream.name}: read from the start, since ${what} may have been left out before the token had the permission "${permission}".`;
};

const missingText = ({ name }: Stream, { from, to }: Range): string =>
  `${name}: an earlier start date had left out what last changed before ${timeText(to)}; it is read now${from > 0 ? `, from ${timeText(from)} on` : ''}.`;

const shortfallText = ({ name }: Stream, shortfall: Shortfall): string => {
  const { from, to } = shortfall.range;
  const until = Number.isFinite(to) ? ` and ${timeText(to)}` : '';
  return `${name}: ${missing(shortfall)} of what changed ${until ? 'between' : 'from'} ${timeText(from)}${until || ' on'} could never be read: Intercom counts it, but does not give it.`;
};

const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
