/** Queries that show some of what a sync loaded. */
import type { Finding } from '../../core/events.ts';
import type { Dialect } from './dialect.ts';
import { literal } from './expressions.ts';

/** Over a table of one of the streams. `has`: whether a stream's table has a column. */
export function lookQuery(
  dialect: Dialect,
  streams: readonly string[],
  has: (stream: string, column: string) => boolean,
): string {
  if (streams.includes('conversations') && has('conversations', 'state'))
    return 'SELECT state, count(*) FROM conversations GROUP BY state';
  return `SELECT count(*) FROM ${nameOf(dialect, streams[0] ?? '_source_intercom_state')}`;
}

/** SQL that shows the rows a warning is about; undefined where no column tells them. */
export function selectFound(dialect: Dialect, { kind, stream, column }: Finding): string | undefined {
  if (column === undefined || !/^\w+$/.test(column)) return undefined;
  const rows = `SELECT * FROM ${nameOf(dialect, stream)}`;
  return kind === 'truncated'
    ? `${rows} WHERE ${nameOf(dialect, column)}`
    : `${rows} WHERE (_extra->${literal(column)}) IS NOT NULL`;
}

/** A name that needs no quotes has none: it reads better, and a shell has its own. */
const nameOf = ({ quote }: Dialect, stream: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(stream) ? stream : quote(stream);
