/**
 * Views of the tables, kept up by every sync: which there are stands in `_source_intercom_views`, with the definition that each was made by. A view is
 * made anew only where that changes, so that what others build on it stays.
 */
import type { StreamInfo } from '../../core/catalog.ts';
import { asConnectorError } from '../../core/errors.ts';
import type { View, ViewPlace } from '../../core/view.ts';
import type { ViewStyle, ViewsWanted } from '../destination.ts';
import { existingCustom } from './custom-columns.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import { type ExistingTable, existingTables } from './existing-tables.ts';
import { literal } from './expressions.ts';
import type { Session } from './session.ts';

/** `schema_name` is empty where a view stands beside the tables, `definition` NULL where it is to be made anew. */
export const createViews = `CREATE TABLE IF NOT EXISTS _source_intercom_views (
  style VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, name VARCHAR NOT NULL, definition VARCHAR)`;

/** A view as it is remembered. */
interface Remembered extends Required<ViewStyle> {
  name: string;
  definition: string | null;
}

/** See `Destination.prepareViews`. */
export async function prepareViews(
  session: Session,
  { styles, add = [], remove, registry }: ViewsWanted,
): Promise<string[]> {
  const { database, transaction } = session;
  let remembered: Remembered[] = [];
  let there = new Map<string, string>();
  let place: ViewPlaces = placesIn(database, { tables: new Map(), registry, zone: 'UTC' });
  await transaction.commit(async () => {
    await database.connection.run(createViews);
    remembered = await rememberedViews(database);
    there = await tablesBySchema(database);
    place = placesIn(database, { tables: await existingTables(database), registry, zone: await zoneOf(database) });
  });
  const kept = [...add.map(({ style, schema = '' }) => ({ style, schema })), ...remembered].filter(
    ({ style }) => style !== remove,
  );
  const wanted = new Map<string, { of: Required<ViewStyle>; view: View }>();
  for (const { style, schema } of kept) {
    for (const view of styles[style] ?? [])
      wanted.set(keyOf({ schema, name: view.name }), { of: { style, schema }, view });
  }
  const told: string[] = [];
  for (const one of remembered.filter((one) => !wanted.has(keyOf(one))))
    told.push(...(await dropOne(session, one, there)));
  const known = new Map(remembered.map((one) => [keyOf(one), one]));
  for (const [key, { of, view }] of wanted) {
    const statements = statementsOf(database.dialect, { view, schema: of.schema, place });
    const definition = statements.join(';\n');
    const kind = there.get(key);
    if (kind !== undefined && known.get(key)?.definition === definition) continue;
    if (kind !== undefined && (kind !== 'VIEW' || !known.has(key))) {
      told.push(
        `The view ${shown({ ...of, name: view.name })} was not made: something else is called so. Rename it, or do without views (--no-views).`,
      );
      continue;
    }
    told.push(
      ...(await makeOne(session, { ...of, name: view.name, definition }, { statements, isThere: kind !== undefined })),
    );
  }
  return told;
}

const keyOf = ({ schema, name }: { schema: string; name: string }): string => JSON.stringify([schema, name]);
const shown = ({ schema, name }: { schema: string; name: string }): string =>
  schema === '' ? name : `${schema}.${name}`;

async function rememberedViews({ connection }: Database): Promise<Remembered[]> {
  const rows = await connection.query(
    'SELECT style, schema_name, name, definition FROM _source_intercom_views ORDER BY name',
  );
  return rows.map(({ style, schema_name, name, definition }) => ({
    style: String(style),
    schema: String(schema_name),
    name: String(name),
    definition: definition === null ? null : String(definition),
  }));
}

/** What stands in the database, `VIEW` or another kind, by `keyOf`. */
async function tablesBySchema({ connection }: Database): Promise<Map<string, string>> {
  const rows = await connection.query(
    `SELECT CASE WHEN table_schema = current_schema() THEN '' ELSE table_schema END AS schema, table_name AS name, table_type AS kind
     FROM information_schema.tables WHERE table_catalog = current_database()`,
  );
  return new Map(
    rows.map(({ schema, name, kind }) => [keyOf({ schema: String(schema), name: String(name) }), String(kind)]),
  );
}

async function zoneOf({ connection }: Database): Promise<string> {
  const [row] = await connection.query('SELECT timezone FROM _source_intercom_workspace');
  return typeof row?.timezone === 'string' ? row.timezone : 'UTC';
}

/** What a view's SQL must know, by the columns that it reads. */
type ViewPlaces = (view: View) => ViewPlace;

function placesIn(
  { dialect }: Database,
  {
    tables,
    registry,
    zone,
  }: { tables: ReadonlyMap<string, ExistingTable>; registry: readonly StreamInfo[]; zone: string },
): ViewPlaces {
  const { quote, fold, types, tableName } = dialect;
  const existing = (stream: string) => tables.get(fold(stream));
  return ({ reads }) => ({
    sql: dialect.name,
    zone,
    table(stream) {
      const columns = reads[stream] ?? [];
      const table = existing(stream);
      if (table && columns.every((column) => table.columns.has(fold(column)))) return tableName(stream);
      const info = registry.find(({ name }) => name === stream);
      const values = columns.map((column) => {
        if (table?.columns.has(fold(column))) return quote(column);
        return `CAST(NULL AS ${types[info?.columns[column]?.kind ?? 'text']}) AS ${quote(column)}`;
      });
      return `(SELECT ${values.join(', ')} ${table ? `FROM ${tableName(stream)}` : 'WHERE false'})`;
    },
    custom(stream) {
      const table = existing(stream);
      return table ? existingCustom(table).map(quote) : [];
    },
  });
}

/** Statements that make a view which is not there. */
function statementsOf(
  { quote }: Dialect,
  { view, schema, place }: { view: View; schema: string; place: ViewPlaces },
): string[] {
  const name = nameIn(quote, { schema, name: view.name });
  return [
    ...(schema === '' ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`]),
    `CREATE OR REPLACE VIEW ${name} AS ${view.query(place(view)).trim()}`,
    `COMMENT ON VIEW ${name} IS ${literal(view.description)}`,
    ...Object.entries(view.columns).map(
      ([column, what]) => `COMMENT ON COLUMN ${name}.${quote(column)} IS ${literal(what)}`,
    ),
  ];
}

const nameIn = (quote: Dialect['quote'], { schema, name }: { schema: string; name: string }): string =>
  schema === '' ? quote(name) : `${quote(schema)}.${quote(name)}`;

/** Each by a transaction of its own: one that can't be made takes none with it. Gives what went wrong, for people. */
async function attempt({ database, transaction }: Session, job: () => Promise<void>): Promise<Error | undefined> {
  let failed: Error | undefined;
  await transaction.commit(async () => {
    try {
      await job();
    } catch (thrown) {
      failed = asConnectorError(database.explain(thrown));
      await database.connection.run('ROLLBACK');
      await database.connection.run('BEGIN');
    }
  });
  return failed;
}

async function makeOne(
  session: Session,
  view: Remembered,
  { statements, isThere }: { statements: readonly string[]; isThere: boolean },
): Promise<string[]> {
  const { connection, dialect } = session.database;
  const make = (before: readonly string[]) =>
    attempt(session, async () => {
      for (const statement of [...before, ...statements]) await connection.run(statement);
      await forget(session.database, view);
      await connection.run(
        'INSERT INTO _source_intercom_views (style, schema_name, name, definition) VALUES ($1, $2, $3, $4)',
        [view.style, view.schema, view.name, view.definition],
      );
    });
  let failed = await make([]);
  // PostgreSQL replaces a view by one that has the same columns, and perhaps others behind them.
  if (failed && isThere) failed = await make([`DROP VIEW ${nameIn(dialect.quote, view)}`]);
  return failed
    ? [`The view ${shown(view)} could not be made${isThere ? ' anew and is as it was' : ''}: ${failed.message}`]
    : [];
}

async function dropOne(session: Session, view: Remembered, there: ReadonlyMap<string, string>): Promise<string[]> {
  const { connection, dialect } = session.database;
  const failed = await attempt(session, async () => {
    if (there.get(keyOf(view)) === 'VIEW') await connection.run(`DROP VIEW ${nameIn(dialect.quote, view)}`);
    await forget(session.database, view);
  });
  return failed ? [`The view ${shown(view)} could not be dropped: ${failed.message}`] : [];
}

const forget = ({ connection }: Database, { schema, name }: Remembered) =>
  connection.run('DELETE FROM _source_intercom_views WHERE schema_name = $1 AND name = $2', [schema, name]);

/** Drops the views, to be made anew: columns are about to change or go, which a view that shows one may forbid. Within a transaction. */
export async function releaseViews(database: Database): Promise<void> {
  const { connection, dialect } = database;
  const there = await tablesBySchema(database);
  for (const view of await rememberedViews(database)) {
    if (view.definition !== null && there.get(keyOf(view)) === 'VIEW')
      await connection.run(`DROP VIEW ${nameIn(dialect.quote, view)}`);
  }
  await connection.run('UPDATE _source_intercom_views SET definition = NULL');
}
