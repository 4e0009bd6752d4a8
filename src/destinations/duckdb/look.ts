/** The command that shows some of what a sync loaded. */
import { duckdbDialect } from './dialect.ts';

/** A command for a shell, over a table of one of the streams. `has`: whether a stream's table has a column. */
export function lookAt(
  file: string,
  streams: readonly string[],
  has: (stream: string, column: string) => boolean,
): string {
  const query =
    streams.includes('conversations') && has('conversations', 'state')
      ? 'SELECT state, count(*) FROM conversations GROUP BY ALL'
      : `SELECT count(*) FROM ${nameOf(streams[0] ?? '_source_intercom_state')}`;
  return `duckdb ${/^[\w./:@%+=-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`} "${query}"`;
}

/** A name that needs no quotes in SQL has none, since they end the shell's. */
const nameOf = (stream: string): string =>
  /^[a-z_]+$/.test(stream) ? stream : duckdbDialect.quote(stream).replaceAll('"', '\\"');
