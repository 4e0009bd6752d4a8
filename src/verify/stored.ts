/** What a destination stores, as verification asks for it: SQL that DuckDB and PostgreSQL both take. */
import type { ResultRow } from '../core/query-result.ts';
import type { Reading } from '../destinations/reading.ts';

/** What is remembered of a stream. */
export interface StoredState {
  state: { [key: string]: unknown } | undefined;
  refreshing: boolean;
  /** By which rules its rows were masked: `Masking.digest`. */
  masking: string | undefined;
}

export interface Stored {
  readonly dialect: Reading['dialect'];
  /** By table its columns. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly states: ReadonlyMap<string, StoredState>;
  /** All rows of a query. */
  ask(sql: string): Promise<ResultRow[]>;
}

export async function openStored(reading: Reading): Promise<Stored> {
  let last: Promise<unknown> = Promise.resolve();
  // A reading takes one statement at a time.
  const ask = (sql: string): Promise<ResultRow[]> => {
    const rows = last.then(() => allRows(reading, sql));
    last = rows.catch(() => undefined);
    return rows;
  };
  const columns = new Map<string, Set<string>>();
  const listed = await ask(
    'SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()',
  );
  for (const [table, column] of listed)
    columns.set(String(table), (columns.get(String(table)) ?? new Set()).add(String(column)));
  const states = columns.has('_source_intercom_state')
    ? await ask('SELECT stream, CAST(state AS VARCHAR), refreshing, masking FROM _source_intercom_state')
    : [];
  return {
    dialect: reading.dialect,
    columns,
    states: new Map(states.map((row) => [String(row[0]), storedState(row)])),
    ask,
  };
}

async function allRows(reading: Reading, sql: string): Promise<ResultRow[]> {
  const { batches } = await reading.query(sql);
  const all: ResultRow[] = [];
  for await (const rows of batches) for (const row of rows) all.push(row);
  return all;
}

const storedState = ([, state, refreshing, masking]: ResultRow): StoredState => ({
  state: state == null ? undefined : JSON.parse(state),
  refreshing: isTrue(refreshing),
  masking: masking ?? undefined,
});

export const isTrue = (value: string | null | undefined): boolean => value === 'true' || value === 't';

export const name = (column: string): string => `"${column.replaceAll('"', '""')}"`;

export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const asText = (column: string): string => `CAST(${name(column)} AS VARCHAR)`;

/** The unix second of a time. */
export const secondOf = (column: string): string => `CAST(floor(extract(epoch FROM ${name(column)})) AS BIGINT)`;

/** So many values stand in a condition at most. */
const mostValues = 500;

/** Lists of no more than so many. */
export const chunksOf = <T>(values: readonly T[], size = mostValues): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));

/** The rows of a table in which a column, as text, has one of these values. */
export async function rowsWith(
  { ask }: Stored,
  { table, select, column, values }: { table: string; select: string; column: string; values: readonly string[] },
): Promise<ResultRow[]> {
  const rows: ResultRow[] = [];
  for (const some of chunksOf([...new Set(values)])) {
    const list = some.map(literal).join(', ');
    const found = await ask(`SELECT ${select} FROM ${name(table)} WHERE ${asText(column)} IN (${list})`);
    for (const row of found) rows.push(row);
  }
  return rows;
}

/** Some values of a column, drawn by a seed: the same seed draws the same ones. */
export async function drawn(
  { ask }: Stored,
  { from, column, seed, count }: { from: string; column: string; seed: string; count: number },
): Promise<string[]> {
  if (count === 0) return [];
  const rows = await ask(
    `SELECT v FROM (SELECT DISTINCT CAST(${column} AS VARCHAR) AS v FROM ${from}) AS drawn
     WHERE v IS NOT NULL ORDER BY md5(v || ${literal(seed)}), v LIMIT ${count}`,
  );
  return rows.map(([value]) => String(value));
}
