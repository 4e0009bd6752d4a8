/** The lowest level that is logged, as LOG_LEVEL says it. */
import type { LogLevel } from '../core/events.ts';

/** Other programs' names for our levels; what is none of them is `info`. */
const levels: Record<string, LogLevel> = {
  trace: 'debug',
  debug: 'debug',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  fatal: 'error',
};

export const logLevel = (): LogLevel => levels[(process.env.LOG_LEVEL ?? '').toLowerCase()] ?? 'info';
