/** Log events as LOG messages. Pure. */
import type { LogEvent, LogLevel } from '../../core/events.ts';
import type { LogMessage } from './messages.ts';

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

const levelNames = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

/** Whether the event is of the lowest level to be written, or higher. */
export const isLogged = ({ level }: LogEvent, lowest: LogLevel): boolean =>
  levels.indexOf(level) >= levels.indexOf(lowest);

export const logMessage = ({ level, message }: LogEvent): LogMessage => ({
  type: 'LOG',
  log: { level: levelNames[level], message },
});
