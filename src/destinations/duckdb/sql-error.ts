/** What DuckDB says of a statement of the user's, which it gives as JSON where `errors_as_json` is set. */
import { ConnectorError } from '../../core/errors.ts';
import { sqlError, writeRefused } from '../sql-error.ts';
import { duckdbError } from './errors.ts';

interface Told {
  exception_type?: string;
  exception_message?: string;
  /** Bytes before the place. */
  position?: string;
  error_subtype?: string;
  type?: string;
  name?: string;
}

/** Whatever was thrown by a query on the file. */
export function duckdbSqlError(file: string, sql: string, thrown: unknown): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const told = toldBy(thrown);
  if (told?.exception_message === undefined) return duckdbError(file, thrown);
  const { exception_message: message, exception_type: type, position } = told;
  if (/read-only mode/.test(message)) return writeRefused(file, thrown);
  if (type === 'Permission' && /disabled by configuration/.test(message)) {
    return new ConnectorError('query_refused', `Query reads ${file} and no other file, and writes none.`, {
      hint: 'To have the rows in a file: --csv > rows.csv',
      cause: thrown,
    });
  }
  return sqlError({
    sql,
    // Its own guess looks at every table; ours is told with what to do.
    message: told.type === 'Table' ? (message.split('\n')[0] ?? message) : message,
    at: position === undefined ? undefined : charactersIn(sql, Number(position)),
    table: told.error_subtype === 'MISSING_ENTRY' && told.type === 'Table' ? told.name : undefined,
    column: told.error_subtype === 'COLUMN_NOT_FOUND' ? told.name : undefined,
    cause: thrown,
  });
}

function toldBy(thrown: unknown): Told | undefined {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const start = text.indexOf('{"exception_type"');
  if (start < 0) return undefined;
  try {
    return JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
}

const charactersIn = (sql: string, bytes: number): number =>
  [...Buffer.from(sql).subarray(0, bytes).toString('utf8')].length;
