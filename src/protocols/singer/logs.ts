/** Lines for people, on stderr: stdout has messages only. */
import type { LogEvent, LogLevel } from '../../core/events.ts';
import type { Redact } from '../../core/redact.ts';
import { isLogged } from '../log-level.ts';

/** The levels' names in Python's logging, by which Singer's programs write theirs. */
const levelNames = { debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const;

export type Log = (level: LogLevel, message: string) => void;

/** Writes lines such as `INFO Reading contacts.`, of this level and above. */
export function createLog({
  write,
  redact,
  lowest,
}: {
  write(line: string): void;
  redact: Redact;
  lowest: LogEvent['level'];
}): Log {
  return (level, message) => {
    if (isLogged({ level }, lowest)) write(`${levelNames[level]} ${redact(message).replace(/\s*\n\s*/g, ' ')}\n`);
  };
}

/** A metric as Singer's programs log it. */
export const metricText = (stream: string, records: number): string =>
  `METRIC: ${JSON.stringify({ type: 'counter', metric: 'record_count', value: records, tags: { stream } })}`;
