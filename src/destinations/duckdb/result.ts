/** What a query of DuckDB's gives, as texts. */
import type { CellKind, QueryResult, ResultRow } from '../../core/query-result.ts';
import type { Duckdb } from './stage.ts';

type DuckdbApi = Pick<Duckdb, 'DuckDBTypeId' | 'JsonDuckDBValueConverter'>;
type Result = Awaited<ReturnType<import('@duckdb/node-api').DuckDBConnection['stream']>>;
type Value = import('@duckdb/node-api').DuckDBValue;
type Type = ReturnType<Result['columnType']>;

export function resultOf(duckdb: DuckdbApi, result: Result, rowsRead: () => AsyncIterable<Value[][]>): QueryResult {
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, i) => ({ name, kind: kindOf(duckdb, types[i]!) }));
  async function* batches(): AsyncGenerator<ResultRow[]> {
    for await (const rows of rowsRead())
      yield rows.map((row) => row.map((value, i) => textOf(duckdb, value, types[i]!)));
  }
  return { columns, batches: batches() };
}

function kindOf({ DuckDBTypeId: ids }: DuckdbApi, { typeId, alias }: Type): CellKind {
  if (alias === 'JSON' || nested(ids).includes(typeId)) return 'json';
  if (typeId === ids.BOOLEAN) return 'boolean';
  return numbers(ids).includes(typeId) ? 'number' : 'text';
}

type Ids = DuckdbApi['DuckDBTypeId'];

const nested = (ids: Ids) => [ids.LIST, ids.ARRAY, ids.STRUCT, ids.MAP, ids.UNION];

const numbers = (ids: Ids) => [
  ...[ids.TINYINT, ids.SMALLINT, ids.INTEGER, ids.BIGINT, ids.HUGEINT, ids.UTINYINT, ids.USMALLINT, ids.UINTEGER],
  ...[ids.UBIGINT, ids.UHUGEINT, ids.FLOAT, ids.DOUBLE, ids.DECIMAL],
];

function textOf(duckdb: DuckdbApi, value: Value, type: Type): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  const { DuckDBTypeId: ids, JsonDuckDBValueConverter: toJson } = duckdb;
  if (nested(ids).includes(type.typeId)) return JSON.stringify(toJson(value, type, toJson));
  if (type.typeId === ids.TIMESTAMP_TZ) return isoTime((value as { micros: bigint }).micros) ?? String(value);
  const text = String(value);
  return /^\d{4,}-\d\d-\d\d \d/.test(text) ? text.replace(' ', 'T') : text;
}

/** Without a fraction where there is none; undefined for infinity. */
function isoTime(micros: bigint): string | undefined {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((micros - fraction) / 1000n));
  if (Number.isNaN(date.getTime())) return undefined;
  const digits = fraction === 0n ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
  return date.toISOString().replace('.000Z', `${digits}Z`);
}
