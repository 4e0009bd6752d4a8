/** DuckDB's SQL. */
import { kinds } from '../../core/columns/kinds.ts';
import type { Dialect } from '../sql/dialect.ts';
import { literal } from '../sql/expressions.ts';
import { jsonField } from './json-field.ts';

const here = `database_name = current_database() AND schema_name = 'main'`;

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const duckdbDialect: Dialect = {
  name: 'duckdb',
  quote,
  tableName: (name) => `main.${quote(name)}`,
  fold: (name) => name.toLowerCase(),
  types: {
    text: 'VARCHAR',
    int: 'BIGINT',
    number: 'DOUBLE',
    bool: 'BOOLEAN',
    epoch: 'TIMESTAMP WITH TIME ZONE',
    timestamp: 'TIMESTAMP WITH TIME ZONE',
    text_reference: 'VARCHAR',
    int_reference: 'VARCHAR',
    json: 'JSON',
    object: 'JSON',
    list: 'JSON',
  },
  time: (microseconds) => `make_timestamptz(${Math.round(microseconds)}::BIGINT)`,
  unixSeconds: (time) => `epoch(${time})`,
  timeOfParameter: (parameter) => `to_timestamp(${parameter}::DOUBLE)`,
  jsonObject: (values) => `json_object(${values.map(({ name, value }) => `${literal(name)}, ${value}`).join(', ')})`,
  textsOfParameter: (parameter) => `unnest(from_json(${parameter}::JSON, '["VARCHAR"]'))`,
  jsonField,
  widened(column, from, kind) {
    if (from === 'JSON') return undefined;
    if (kinds[kind].cellType === 'json') return `to_json(${column})`;
    return kinds[kind].cellType === 'text' ? `${column}::VARCHAR` : undefined;
  },
  createTemporaryTable: (name, query) => `CREATE OR REPLACE TEMP TABLE ${name} AS ${query}`,
  upsert: ({ table, columns, values }) =>
    `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES ${values.join(', ')}`,
  // An index would be kept in memory, 60 bytes a row for good.
  completeTable: () => [],
  // A view may stand on one that has gone.
  dropViewUnlessUsed: (name) => `DROP VIEW ${name}`,
  heldView: 'CAST(NULL AS VARCHAR)',
  selectNames: `
    SELECT CASE schema_name WHEN 'main' THEN '' ELSE schema_name END AS schema, name, kind
    FROM (
      SELECT database_name, schema_name, table_name AS name, 'table' AS kind FROM duckdb_tables()
      UNION ALL
      SELECT database_name, schema_name, view_name AS name, 'view' AS kind FROM duckdb_views()
    ) AS named
    WHERE database_name = current_database()`,
  selectTables: `
    SELECT lower(table_name) AS name, 'table' AS kind, comment, true AS is_owned FROM duckdb_tables() WHERE ${here}
    UNION ALL
    SELECT lower(view_name) AS name, 'view' AS kind, comment, true AS is_owned FROM duckdb_views() WHERE ${here}`,
  selectColumns: `
    SELECT lower(table_name) AS table_name, lower(column_name) AS column_name, data_type, comment FROM duckdb_columns() WHERE ${here}`,
};
