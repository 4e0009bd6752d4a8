/** PostgreSQL's SQL. */
import { createHash } from 'node:crypto';
import { kinds } from '../../core/columns/kinds.ts';
import type { Dialect } from '../sql/dialect.ts';
import { literal } from '../sql/expressions.ts';
import type { TableColumn } from '../sql/table.ts';
import { jsonField } from './json-field.ts';

/** Bytes that a name may have: longer ones are cut by PostgreSQL, so that two of them may become one. */
const mostBytes = 63;

/** A name, or one of its own for one that is too long: its beginning and a digest of the whole. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= mostBytes) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 10);
  const characters = [...name];
  while (Buffer.byteLength(characters.join('')) > mostBytes - digest.length - 1) characters.pop();
  return `${characters.join('')}_${digest}`;
}

const quote = (name: string): string => `"${shortened(name).replaceAll('"', '""')}"`;

/** Whether a column of a key holds no free text, such as a name or a URL: an index takes some 2,700 bytes of a row at most. */
const isShort = ({ name, kind }: TableColumn): boolean =>
  kinds[kind].cellType !== 'text' || /(^|_)id$|^type$/.test(name);

/** The catalog's entries of the schema that is worked in. */
const here = `c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'f', 'v', 'm')`;

export const postgresDialect: Dialect = {
  name: 'postgres',
  quote,
  // A view holds on to the table that is found when it is made.
  tableName: quote,
  fold: shortened,
  types: {
    text: 'text',
    int: 'bigint',
    number: 'double precision',
    bool: 'boolean',
    epoch: 'timestamp with time zone',
    timestamp: 'timestamp with time zone',
    text_reference: 'text',
    int_reference: 'text',
    json: 'jsonb',
    object: 'jsonb',
    list: 'jsonb',
  },
  time: (microseconds) => `(TIMESTAMPTZ 'epoch' + ${Math.round(microseconds)} * INTERVAL '1 microsecond')`,
  unixSeconds: (time) => `extract(epoch FROM ${time})`,
  timeOfParameter: (parameter) => `to_timestamp(${parameter}::double precision)`,
  jsonObject: (values) =>
    `jsonb_build_object(${values.map(({ name, value }) => `${literal(name)}, ${value}`).join(', ')})`,
  textsOfParameter: (parameter) => `jsonb_array_elements_text(${parameter}::jsonb)`,
  jsonField,
  widened(column, from, kind) {
    if (from === 'jsonb') return undefined;
    if (kinds[kind].cellType === 'json') return `to_jsonb(${column})`;
    return kinds[kind].cellType === 'text' ? `${column}::text` : undefined;
  },
  createTemporaryTable: (name, query) =>
    `DROP TABLE IF EXISTS pg_temp.${name}; CREATE TEMPORARY TABLE ${name} ON COMMIT DROP AS ${query}`,
  upsert: ({ table, key, columns, values }) => `
    INSERT INTO ${table} (${columns.join(', ')}) VALUES ${values.join(', ')}
    ON CONFLICT (${key}) DO UPDATE SET ${columns.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`,
  completeTable: ({ name, key, cursor, parent }) => {
    const keyed = key.filter(isShort);
    const names = (columns: readonly TableColumn[]) => columns.map((column) => quote(column.name)).join(', ');
    const others = [cursor, parent?.column].filter((column) => column !== undefined && column.name !== keyed[0]?.name);
    return [
      ...(keyed.length === key.length ? [`ALTER TABLE ${quote(name)} ADD PRIMARY KEY (${names(key)})`] : []),
      ...(keyed.length < key.length && keyed.length > 0 ? [`CREATE INDEX ON ${quote(name)} (${names(keyed)})`] : []),
      ...others.map((column) => `CREATE INDEX ON ${quote(name)} (${quote(column!.name)})`),
    ];
  },
  dropViewUnlessUsed: (name) => `
    DO $do$ BEGIN
      DROP VIEW ${name};
    EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN NULL;
    END $do$`,
  heldView: `pg_get_viewdef(to_regclass(format('%I.%I', CASE schema_name WHEN '' THEN current_schema() ELSE schema_name END, name)))`,
  selectNames: `
    SELECT CASE n.nspname WHEN current_schema() THEN '' ELSE n.nspname END AS schema, c.relname AS name,
      CASE c.relkind WHEN 'v' THEN 'view' ELSE 'other' END AS kind
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')`,
  selectTables: `
    SELECT c.relname AS name, CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS kind,
      obj_description(c.oid, 'pg_class') AS comment, pg_has_role(c.relowner, 'USAGE') AS is_owned
    FROM pg_class AS c WHERE ${here}`,
  selectColumns: `
    SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS data_type,
      col_description(c.oid, a.attnum) AS comment
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
    WHERE ${here} AND a.attnum > 0 AND NOT a.attisdropped`,
};
