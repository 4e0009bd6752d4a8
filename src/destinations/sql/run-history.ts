/** Reading what is kept of runs, for people who look at a database that others load. Changes nothing. */
import { ConnectorError } from '../../core/errors.ts';
import type { KeptRun, KeptStream, RunError, RunHistory, RunWarning, StreamEnd } from '../runs.ts';
import type { Database } from './database.ts';

type Row = Record<string, unknown>;

export interface HistoryOptions {
  /** Its `run` is not called. */
  database: Pick<Database, 'dialect' | 'location'> & { connection: Pick<Database['connection'], 'query'> };
  /** Whether a sync is at work on it: then the run without an end is running, else it has crashed. */
  isLoaded(): Promise<boolean>;
}

/** The last run and what is kept of streams. Rejects with `destination_unusable` where no sync has ever written there. */
export async function readHistory({ database, isLoaded }: HistoryOptions): Promise<RunHistory> {
  const { connection, dialect, location } = database;
  const { query } = connection;
  const names = new Set((await query(dialect.selectTables)).map(({ name }) => String(name)));
  if (!names.has('_source_intercom_workspace'))
    throw unusable(
      `No sync has ever written to ${location.name}.`,
      `Name the ${location.kind} that is synced into with --to.`,
    );
  const [owner] = await query('SELECT id, name FROM _source_intercom_workspace');
  if (!owner) throw unusable(`No sync has ever written to ${location.name}.`, 'Run one: source-intercom sync.');
  const whose = { location: location.name, workspace: { id: String(owner.id), name: String(owner.name ?? '') } };
  if (!names.has('_runs') || !names.has('_run_streams')) return { ...whose, streams: [] };
  const last = await lastRun(database, isLoaded);
  return { ...whose, ...(last && { last }), streams: last ? await streamsOf(database, last.id) : [] };
}

const unusable = (message: string, hint: string) => new ConnectorError('destination_unusable', message, { hint });

async function lastRun(
  { connection, dialect }: HistoryOptions['database'],
  isLoaded: HistoryOptions['isLoaded'],
): Promise<KeptRun | undefined> {
  const select = async () => {
    const [row] = await connection.query(
      `SELECT id, version, mode, outcome, requests, warnings::VARCHAR AS warnings, error_code, error_message,
         ${dialect.unixSeconds('started_at')} AS started_at, ${dialect.unixSeconds('ended_at')} AS ended_at
       FROM _runs ORDER BY id DESC LIMIT 1`,
    );
    return row;
  };
  const found = await select();
  const isRunning = found?.outcome === null && (await isLoaded());
  // A sync writes its end, then lets go: one that has let go since the first look may have ended well.
  const row = found?.outcome === null && !isRunning ? await select() : found;
  if (!row) return undefined;
  const error = errorOf(row);
  const at = numberOf(row.ended_at);
  const unended = row.outcome === null ? (isRunning ? 'running' : 'crashed') : undefined;
  return {
    id: Number(row.id),
    at: Number(row.started_at),
    version: String(row.version),
    mode: String(row.mode) as KeptRun['mode'],
    outcome: unended ?? (String(row.outcome) as KeptRun['outcome']),
    ...(at !== undefined && {
      ended: {
        at,
        requests: Number(row.requests),
        warnings: JSON.parse(String(row.warnings ?? '[]')) as RunWarning[],
        ...(error && { error }),
      },
    }),
  };
}

/** The latest row of each stream that fulfils a condition. */
const latest = (condition: string): string => `
  SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY stream ORDER BY run_id DESC) AS place FROM _run_streams WHERE ${condition}
  ) AS placed WHERE place = 1`;

async function streamsOf({ connection, dialect }: HistoryOptions['database'], runId: number): Promise<KeptStream[]> {
  const { query } = connection;
  const byStream = async (sql: string) => new Map((await query(sql)).map((row) => [String(row.stream), row]));
  const seconds = dialect.unixSeconds;
  // Another run may begin meanwhile.
  const last = await byStream(latest(`run_id <= ${runId}`));
  const counted = await byStream(
    `SELECT *, ${seconds('newest_at')} AS newest FROM (${latest(`rows_total IS NOT NULL AND run_id <= ${runId}`)}) AS counted`,
  );
  const complete = await byStream(
    `SELECT stream, max(${seconds('started_at')}) AS at FROM _run_streams JOIN _runs ON id = run_id
     WHERE _run_streams.outcome = 'complete' AND run_id <= ${runId} GROUP BY stream`,
  );
  const keptUp = await byStream('SELECT stream FROM _source_intercom_state');
  return [...last]
    .filter(([stream, row]) => Number(row.run_id) === runId || keptUp.has(stream))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stream, row]) => {
      const completeAt = numberOf(complete.get(stream)?.at);
      return {
        ...keptStream(stream, row, counted.get(stream)),
        inLastRun: Number(row.run_id) === runId,
        ...(completeAt !== undefined && { completeAt }),
      };
    });
}

function keptStream(stream: string, row: Row, counted: Row | undefined): Omit<KeptStream, 'inLastRun'> {
  const error = errorOf(row);
  const newestAt = numberOf(counted?.newest);
  return {
    stream,
    ...(row.mode !== null && { mode: String(row.mode) as KeptStream['mode'] & string }),
    outcome: row.outcome === null ? 'unfinished' : (String(row.outcome) as KeptStream['outcome']),
    ...(error && { error }),
    warnings: Number(row.warnings ?? 0),
    ...(counted && { rows: rowsOf(counted) }),
    ...(newestAt !== undefined && { newestAt }),
  };
}

const rowsOf = (row: Row): NonNullable<StreamEnd['rows']> => ({
  added: Number(row.rows_new),
  updated: Number(row.rows_updated),
  deleted: Number(row.rows_deleted),
  total: Number(row.rows_total),
});

const errorOf = ({ error_code, error_message, permission }: Row): RunError | undefined =>
  error_code === null || error_code === undefined
    ? undefined
    : {
        code: String(error_code),
        message: String(error_message ?? ''),
        ...(permission !== null && permission !== undefined && { permission: String(permission) }),
      };

const numberOf = (value: unknown): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);
