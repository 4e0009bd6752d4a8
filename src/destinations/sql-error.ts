/** What is wrong with a statement of the user's, and where in it. */
import { ConnectorError } from '../core/errors.ts';

/** Of an error `query_refused`, as far as the database tells it. */
export interface SqlErrorDetails {
  /** The line of the statement that it is about, and the place in it, counted from 0, in characters. */
  line?: string;
  caret?: number;
  /** The table that there is not, or the column. */
  table?: string;
  column?: string;
}

export interface SqlFault {
  sql: string;
  /** As the database has it. */
  message: string;
  /** Characters (code points) of the statement before the place. */
  at?: number;
  table?: string;
  column?: string;
  cause?: unknown;
}

export function sqlError({ sql, message, at, table, column, cause }: SqlFault): ConnectorError {
  const place = at === undefined ? undefined : placeIn(sql, at);
  const text = message
    .trim()
    .replace(/[.:]?\s*\n\s*/g, '. ')
    .replace(/\.$/, '');
  const where = place ? ` (line ${place.number}, character ${place.caret + 1})` : '';
  const details = { line: place?.line, caret: place?.caret, table, column };
  return new ConnectorError('query_refused', `${text}${where}.`, { cause, details: details satisfies SqlErrorDetails });
}

/** Of a statement that would change something. `cause`: what the database said. */
export const writeRefused = (location: string, cause: unknown) =>
  new ConnectorError(
    'query_refused',
    `Nothing is written to ${location}: query only reads, and this statement would write.`,
    {
      hint: 'Use a SELECT, or your own SQL client to change the tables.',
      cause,
    },
  );

export const severalStatements = () =>
  new ConnectorError('query_refused', 'There are several statements.', {
    hint: 'Give one at a time; WITH puts steps into one.',
  });

export const noStatement = () =>
  new ConnectorError('query_refused', 'There is no statement: the SQL is empty.', {
    hint: 'Such as: source-intercom query "SELECT count(*) FROM conversations"',
  });

/** Whether there is nothing but spaces, comments and semicolons. */
export const isEmptySql = (sql: string): boolean => /^(?:\s|;|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/.test(sql);

function placeIn(sql: string, at: number): { number: number; line: string; caret: number } {
  const before = [...sql].slice(0, at).join('');
  const lines = before.split('\n');
  const number = lines.length;
  return { number, line: sql.split('\n')[number - 1] ?? '', caret: [...lines.at(-1)!].length };
}
