/** What PostgreSQL says when it can't be loaded, in words that say what to do, and without the values that it quotes. */
import { ConnectorError } from '../../core/errors.ts';
import { inUse } from '../in-use.ts';
import { codeOf } from './error-code.ts';
import { meanings } from './meanings.ts';

/** Whatever the client threw, as a ConnectorError: `destination_unusable` where its user can mend it, else a bug of ours. `sql`: what was asked. */
export function postgresError(where: string, thrown: unknown, { sql = '' }: { sql?: string } = {}): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const code = codeOf(thrown);
  const view = viewIn(sql);
  const table = namedIn(thrown, 'table') ?? tableIn(sql);
  const what = view ? `view ${view}` : table && `table ${table}`;
  const failure = {
    where,
    sql,
    code,
    place: what ? `the ${what} in ${where}` : where,
    dependents: code === '2BP01' ? namedIn(thrown, 'detail')?.replaceAll('\n', '; ') : undefined,
    column: namedIn(thrown, 'column') ?? columnOfCopy(thrown),
    constraint: namedIn(thrown, 'constraint'),
  };
  const words = meanings.find(([begins]) => code.startsWith(begins))?.[1];
  if (words) {
    const [message, hint] = words(failure);
    return new ConnectorError('destination_unusable', message, { hint, cause: thrown, details: { sqlstate: code } });
  }
  // Its message may quote values.
  return new ConnectorError('internal', `PostgreSQL refused to write to ${failure.place}: ${code || 'no code'}.`, {
    cause: thrown,
  });
}

/** Who holds the lock on a schema, as far as the server shows it. */
export interface Holder {
  pid?: number;
  application?: string;
  /** ISO 8601. */
  since?: string;
}

export function lockedError(where: string, { pid, application, since }: Holder): ConnectorError {
  const known = [
    pid !== undefined && `process ${pid} of the server`,
    application && `"${application}"`,
    since && `since ${since}`,
  ].filter(Boolean);
  const who = known.length > 0 ? ` (${known.join(', ')})` : '';
  return new ConnectorError('destination_unusable', `Another sync writes to ${where}${who}.`, {
    hint: 'Wait for its end (--wait), or choose another schema.',
    details: inUse(pid),
  });
}

/** A name that the server gives with an error. */
function namedIn(thrown: unknown, field: 'table' | 'column' | 'constraint' | 'detail'): string | undefined {
  const name = (thrown as Record<string, unknown> | null)?.[field];
  return typeof name === 'string' ? name : undefined;
}

/** The column in which COPY fails, which the server tells along with the value: `COPY contacts, line 1, column name: "…"`. */
function columnOfCopy(thrown: unknown): string | undefined {
  const { where } = thrown as { where?: unknown };
  return typeof where === 'string' ? /^COPY [^,:"]+, [^,:"]+, [^ ,:"]+ ([^ ,:"]+):/.exec(where)?.[1] : undefined;
}

/** The view that a statement makes or drops. */
const viewIn = (sql: string): string | undefined =>
  /^\s*(?:CREATE OR REPLACE|DROP) VIEW ((?:"(?:[^"]|"")+"\.?)+)/.exec(sql)?.[1]?.replace(/"("?)/g, '$1');

/** The stream's table that a statement of ours is about. Where rows are staged bears its name. */
const tableIn = (sql: string): string | undefined =>
  /\b(?:INTO|FROM|UPDATE|TABLE|COPY|VACUUM FULL)\s+(?:pg_temp\.)?"((?:[^"]|"")+)"/
    .exec(sql)?.[1]
    ?.replaceAll('""', '"')
    .replace(/^_(?:staged|tombstones)_/, '');
