/** What PostgreSQL says of a statement of the user's. */
import { ConnectorError } from '../../core/errors.ts';
import { severalStatements, sqlError, writeRefused } from '../sql-error.ts';
import { codeOf } from './error-code.ts';
import { postgresError } from './errors.ts';

/** Classes of SQLSTATE that tell of the connection, the server or its limits, and not of the statement. */
const notOfStatement = /^(?:08|28|3D|53|57P|58|F0|XX)/;

/** Whatever was thrown by a query. */
export function postgresSqlError(where: string, sql: string, thrown: unknown): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const code = codeOf(thrown);
  if (!/^[0-9A-Z]{5}$/.test(code) || code === 'EPIPE' || notOfStatement.test(code)) {
    return postgresError(where, thrown, { sql });
  }
  const { message, position } = thrown as { message: string; position?: string };
  if (code === '25006') return writeRefused(where, thrown);
  if (code === '42601' && /multiple commands/.test(message)) return severalStatements();
  return sqlError({
    sql,
    message,
    at: position === undefined ? undefined : Number(position) - 1,
    table: code === '42P01' ? /"([^"]+)"/.exec(message)?.[1]?.split('.').at(-1) : undefined,
    column: code === '42703' ? /column "?([^" ]+)"?/.exec(message)?.[1]?.split('.').at(-1) : undefined,
    cause: thrown,
  });
}
