/** Log events as LOG messages. Pure. */
import type { LogEvent } from '../../core/events.ts';
import type { LogMessage } from './messages.ts';

const levelNames = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

export const logMessage = ({ level, message }: LogEvent): LogMessage => ({
  type: 'LOG',
  log: { level: levelNames[level], message },
});
