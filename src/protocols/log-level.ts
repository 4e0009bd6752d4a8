/** Which log events are written. */
import type { LogEvent, LogLevel } from '../core/events.ts';

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Whether the event is of the lowest level to be written, or higher. */
export const isLogged = ({ level }: Pick<LogEvent, 'level'>, lowest: LogLevel): boolean =>
  levels.indexOf(level) >= levels.indexOf(lowest);
