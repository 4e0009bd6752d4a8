/** Runs, kept beside the data: `_runs` and what each made of its streams, `_run_streams`. */
import { ConnectorError } from '../../core/errors.ts';
import type { RunBegin, RunEnd, StreamEnd } from '../runs.ts';
import type { Database, SqlValue } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { ExistingTable } from './existing-tables.ts';
import { canBe } from './expressions.ts';
import type { Session } from './session.ts';
import { isTime } from './table.ts';

/** So many are kept at most, and those besides that tell when a stream was last complete. */
const kept = 1_000;

export const createRuns = ({ types }: Dialect): string[] => [
  `
    CREATE TABLE IF NOT EXISTS _runs (
      id BIGINT NOT NULL, started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ, version VARCHAR NOT NULL, mode VARCHAR NOT NULL,
      outcome VARCHAR, requests BIGINT, warnings ${types.json}, error_code VARCHAR, error_message VARCHAR)`,
  `
    CREATE TABLE IF NOT EXISTS _run_streams (
      run_id BIGINT NOT NULL, stream VARCHAR NOT NULL, mode VARCHAR, outcome VARCHAR,
      rows_new BIGINT, rows_updated BIGINT, rows_deleted BIGINT, rows_total BIGINT, newest_at TIMESTAMPTZ,
      warnings BIGINT, error_code VARCHAR, error_message VARCHAR, permission VARCHAR)`,
];

/** Columns that no other table of that name is likely to have. */
const telling = { _runs: ['id', 'ended_at', 'outcome'], _run_streams: ['run_id', 'stream', 'rows_total'] };

/** Throws `destination_unusable` where something else bears the name of one of these tables. */
export function refuseOtherRuns({ location }: Database, existing: ReadonlyMap<string, ExistingTable>): void {
  for (const [name, columns] of Object.entries(telling)) {
    const table = existing.get(name);
    if (!table || (table.kind === 'table' && columns.every((column) => table.columns.has(column)))) continue;
    throw new ConnectorError(
      'destination_unusable',
      `What is called ${name} in ${location.name} was not made by source-intercom.`,
      { hint: `Rename it, or choose another ${location.kind}.` },
    );
  }
}

/** Writes that a run begins. Those before it that have no end have crashed: nothing else can be at work here. */
export async function beginRun(session: Session, { at, version, mode, streams }: RunBegin): Promise<void> {
  const { database, transaction } = session;
  const { connection, dialect } = database;
  await transaction.commit(async () => {
    const [row] = await connection.query('SELECT coalesce(max(id), 0) + 1 AS id FROM _runs');
    const id = Number(row!.id);
    await connection.run("UPDATE _runs SET outcome = 'crashed' WHERE outcome IS NULL");
    await connection.run(
      `INSERT INTO _runs (id, started_at, version, mode) VALUES ($1, ${dialect.timeOfParameter('$2')}, $3, $4)`,
      [id, at, version, mode],
    );
    await insertAll(database, {
      columns: ['run_id', 'stream', 'mode'],
      rows: streams.map((stream) => [id, stream.stream, stream.mode]),
    });
    await prune(database);
    session.runId = id;
  });
}

/** Notes, within a commit's transaction, that streams are complete: it holds though the run be killed later. */
export async function noteComplete({ database, runId }: Session, streams: readonly string[]): Promise<void> {
  if (runId === undefined || streams.length === 0) return;
  const names = streams.map((_, i) => `$${i + 2}`).join(', ');
  await database.connection.run(
    `UPDATE _run_streams SET outcome = 'complete' WHERE run_id = $1 AND stream IN (${names})`,
    [runId, ...streams],
  );
}

/** Takes back what is not committed, and completes what was written when the run began. Nothing else may follow but the copy and the end. */
export async function endRun(session: Session, end: RunEnd): Promise<void> {
  const { database, transaction, runId } = session;
  const { connection, explain } = database;
  if (runId === undefined) return;
  // After a failure no job runs in it any more.
  await transaction.rollback();
  try {
    await connection.run('BEGIN');
    await writeEnd(session, runId, end);
    await connection.run('COMMIT');
    session.runId = undefined;
  } catch (thrown) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw explain(thrown);
  }
}

async function writeEnd(session: Session, id: number, end: RunEnd): Promise<void> {
  const { database } = session;
  const { connection, dialect } = database;
  await connection.run(
    `UPDATE _runs SET ended_at = ${dialect.timeOfParameter('$2')}, outcome = $3, requests = $4, warnings = $5,
       error_code = $6, error_message = $7
     WHERE id = $1`,
    [
      id,
      end.at,
      end.outcome,
      end.requests,
      JSON.stringify(end.warnings.map((warning) => ({ ...warning, message: clean(warning.message) }))),
      end.error?.code ?? null,
      end.error ? clean(end.error.message) : null,
    ],
  );
  const modes = await connection.query(`SELECT stream, mode FROM _run_streams WHERE run_id = ${id}`);
  const modeOf = new Map(modes.map(({ stream, mode }) => [String(stream), String(mode)]));
  await connection.run(`DELETE FROM _run_streams WHERE run_id = ${id}`);
  const rows: SqlValue[][] = [];
  for (const stream of end.streams) {
    rows.push([
      id,
      stream.stream,
      modeOf.get(stream.stream) ?? null,
      ...cellsOf(stream),
      stream.rows ? await newestIn(session, stream.stream) : null,
    ]);
  }
  await insertAll(database, { columns: streamColumns, rows });
}

const streamColumns = [
  'run_id',
  'stream',
  'mode',
  'outcome',
  'rows_new',
  'rows_updated',
  'rows_deleted',
  'rows_total',
  'warnings',
  'error_code',
  'error_message',
  'permission',
  'newest_at',
];

const cellsOf = ({ outcome, rows, warnings, error }: StreamEnd): SqlValue[] => [
  outcome,
  rows?.added ?? null,
  rows?.updated ?? null,
  rows?.deleted ?? null,
  rows?.total ?? null,
  warnings,
  error?.code ?? null,
  error ? clean(error.message) : null,
  error?.permission ?? null,
];

/** The greatest cursor in a stream's table that can be, in unix seconds. */
async function newestIn({ database, tables, opened }: Session, stream: string): Promise<number | null> {
  const { connection, dialect } = database;
  const table = tables.get(stream)?.table;
  if (!table?.cursor || !isTime(table.cursor)) return null;
  const cursor = dialect.quote(table.cursor.name);
  const [row] = await connection.query(
    `SELECT ${dialect.unixSeconds(`max(${cursor})`)} AS at FROM ${dialect.quote(table.name)}
     WHERE ${canBe(dialect, cursor, opened?.latest ?? Number.POSITIVE_INFINITY)}`,
  );
  return row?.at === null || row?.at === undefined ? null : Number(row.at);
}

async function insertAll(
  { connection, dialect }: Database,
  { columns, rows }: { columns: readonly string[]; rows: readonly SqlValue[][] },
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row, i) => {
    const parameters = row.map((_, column) => {
      const parameter = `$${i * row.length + column + 1}`;
      return columns[column]!.endsWith('_at') ? dialect.timeOfParameter(parameter) : parameter;
    });
    return `(${parameters.join(', ')})`;
  });
  await connection.run(`INSERT INTO _run_streams (${columns.join(', ')}) VALUES ${values.join(', ')}`, rows.flat());
}

async function prune({ connection }: Database): Promise<void> {
  const lastOf = (condition: string) => `SELECT max(run_id) FROM _run_streams WHERE ${condition} GROUP BY stream`;
  const old = `SELECT id FROM _runs
    WHERE id <= (SELECT max(id) FROM _runs) - ${kept}
      AND id NOT IN (${lastOf("outcome = 'complete'")}) AND id NOT IN (${lastOf('rows_total IS NOT NULL')})`;
  await connection.run(`DELETE FROM _run_streams WHERE run_id IN (${old})`);
  await connection.run('DELETE FROM _run_streams WHERE run_id NOT IN (SELECT id FROM _runs)');
  await connection.run(`DELETE FROM _runs WHERE id IN (${old})`);
}

/** Without what some database can't hold: NUL, and half of a character. */
const clean = (text: string): string => Buffer.from(text.replaceAll('\0', '')).toString();
