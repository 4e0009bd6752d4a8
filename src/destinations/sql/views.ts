/**
 * Views of the tables, kept up by every sync: which there are stands in `_source_intercom_views`, with the definition that each was made by. A view is
 * made anew only where that changes, so that what others build on it stays.
 */
import type { StreamInfo } from '../../core/catalog.ts';
import { asConnectorError, type ConnectorError, explain } from '../../core/errors.ts';
import type { View, ViewPlace } from '../../core/view.ts';
import type { ViewStyle, ViewsWanted } from '../destination.ts';
import { existingCustom } from './custom-columns.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import { type ExistingTable, existingTables } from './existing-tables.ts';
import { literal } from './expressions.ts';
import type { Session } from './session.ts';
import { type ColumnKind, ownColumns } from './table.ts';

/**
 * `schema_name` is empty where a view stands beside the tables, `definition` NULL where it is to be made anew; `held` is what the database held of it
 * (`Dialect.heldView`) when it was made.
 */
export const createViews = `CREATE TABLE IF NOT EXISTS _source_intercom_views (
  style VARCHAR NOT NULL, schema_name VARCHAR NOT NULL, name VARCHAR NOT NULL, definition VARCHAR, held VARCHAR)`;

/** Where a view stands: in which schema, and by which style. */
interface Placed extends Required<ViewStyle> {
  name: string;
}

/** A view as it is remembered. */
interface Remembered extends Placed {
  /** Null where it is to be made anew, also since the database holds another than was made. */
  definition: string | null;
}

/** See `Destination.prepareViews`. */
export async function prepareViews(session: Session, wanted: ViewsWanted): Promise<string[]> {
  const found = await look(session, wanted);
  const views = viewsOf(wanted, found);
  const told: string[] = [];
  const closed = new Set<string>();
  for (const schema of new Set([...views.values()].map(({ of }) => of.schema))) {
    const problem = schema === '' ? undefined : await makeSchema(session, schema);
    if (problem === undefined) continue;
    told.push(problem);
    closed.add(schema);
  }
  for (const one of found.remembered.filter((one) => !views.has(found.keyOf(one))))
    told.push(...(await dropOne(session, one, found)));
  for (const [key, { of, view }] of views) {
    if (closed.has(of.schema)) continue;
    const statements = statementsOf(session.database.dialect, { view, schema: of.schema, place: found.place });
    const one = { ...of, name: view.name };
    const kind = found.kinds.get(key);
    const known = found.remembered.find((each) => found.keyOf(each) === key);
    if (kind === 'view' && known?.definition === statements.join(';\n')) continue;
    if (kind !== undefined && (kind !== 'view' || !known)) told.push(notMade(one));
    else told.push(...(await makeOne(session, one, { statements, isThere: kind !== undefined })));
  }
  return told;
}

/** What there is before views are made. */
interface Found {
  remembered: Remembered[];
  /** The schema of the tables. */
  own: string;
  /** What stands in the database, `view` or another kind, by key. */
  kinds: ReadonlyMap<string, string>;
  place: ViewPlaces;
  fold: Dialect['fold'];
  /** Two views of one key are the same to the database. */
  keyOf(view: { schema: string; name: string }): string;
}

async function look({ database, transaction }: Session, { registry }: ViewsWanted): Promise<Found> {
  const keyOf = keyOfViews(database.dialect);
  let found: Found | undefined;
  await transaction.commit(async () => {
    found = {
      keyOf,
      fold: database.dialect.fold,
      own: await ownSchema(database),
      remembered: await rememberedViews(database),
      kinds: await kindsIn(database),
      place: placesIn(database, { tables: await existingTables(database), registry, zone: await zoneOf(database) }),
    };
  });
  return found!;
}

const keyOfViews =
  ({ fold }: Dialect): Found['keyOf'] =>
  ({ schema, name }) =>
    JSON.stringify([schema, name].map(fold));

type Wanted = ReadonlyMap<string, { of: Required<ViewStyle>; view: View }>;

/** The views that are to be there: those of styles that are asked for, and of those that were before. */
function viewsOf({ styles, add = [], remove }: ViewsWanted, { remembered, own, fold, keyOf }: Found): Wanted {
  const added = add.map(({ style, schema = '' }) => ({ style, schema: fold(schema) === own ? '' : fold(schema) }));
  const kept = [...added, ...remembered].filter(({ style }) => style !== remove);
  return new Map(
    kept.flatMap(({ style, schema }) =>
      (styles[style] ?? []).map(
        (view) => [keyOf({ schema, name: view.name }), { of: { style, schema }, view }] as const,
      ),
    ),
  );
}

const shown = ({ schema, name }: { schema: string; name: string }): string =>
  schema === '' ? name : `${schema}.${name}`;

const notMade = (view: Placed): string =>
  `The view ${shown(view)} was not made: something else is called so. Rename it, or do without views (--no-views).`;

async function rememberedViews({ connection, dialect }: Database): Promise<Remembered[]> {
  const rows = await connection.query(
    `SELECT style, schema_name, name, CASE WHEN held IS NOT DISTINCT FROM ${dialect.heldView} THEN definition END AS definition
     FROM _source_intercom_views ORDER BY name`,
  );
  return rows.map(({ style, schema_name, name, definition }) => ({
    style: String(style),
    schema: String(schema_name),
    name: String(name),
    definition: definition === null ? null : String(definition),
  }));
}

async function kindsIn({ connection, dialect }: Database): Promise<Found['kinds']> {
  const keyOf = keyOfViews(dialect);
  const rows = await connection.query(dialect.selectNames);
  return new Map(
    rows.map(({ schema, name, kind }) => [keyOf({ schema: String(schema), name: String(name) }), String(kind)]),
  );
}

async function ownSchema({ connection }: Database): Promise<string> {
  const [row] = await connection.query('SELECT current_schema() AS name');
  return String(row?.name ?? '');
}

/** Makes the schema where it is missing. Gives what hinders that, for people. */
async function makeSchema(session: Session, schema: string): Promise<string | undefined> {
  const failed = await attempt(session, async () => {
    await session.database.makeSchema(schema);
  });
  return failed && `There are no views in the schema ${schema}. ${explain(failed)}`;
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
        return `CAST(NULL AS ${types[kindOf(info, column)]}) AS ${quote(column)}`;
      });
      if (table) values.push(...existingCustom(table).map(quote));
      return `(SELECT ${values.join(', ')} ${table ? `FROM ${tableName(stream)}` : 'WHERE false'})`;
    },
    custom(stream) {
      const table = existing(stream);
      return table ? existingCustom(table).map(quote) : [];
    },
    customTimes(stream) {
      const table = existing(stream);
      return table
        ? existingCustom(table)
            .filter((name) => table.columns.get(name) === types.epoch)
            .map(quote)
        : [];
    },
  });
}

/** Of a column that a table is to have, those that all tables have included; of one that is left out of it, text. */
const kindOf = (info: StreamInfo | undefined, column: string): ColumnKind =>
  info?.columns[column]?.kind ?? ownColumns.find(({ name }) => name === column)?.kind ?? 'text';

/** Statements that make a view which is not there. */
function statementsOf(
  { quote }: Dialect,
  { view, schema, place }: { view: View; schema: string; place: ViewPlaces },
): string[] {
  const name = nameIn(quote, { schema, name: view.name });
  return [
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
async function attempt(
  { database, transaction }: Session,
  job: () => Promise<void>,
): Promise<ConnectorError | undefined> {
  let failed: ConnectorError | undefined;
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
  view: Placed,
  { statements, isThere }: { statements: readonly string[]; isThere: boolean },
): Promise<string[]> {
  const { connection, dialect } = session.database;
  const definition = statements.join(';\n');
  const make = (before: readonly string[]) =>
    attempt(session, async () => {
      // At once: each statement alone would be a journey to the server and back.
      await connection.run([...before, definition].join(';\n'));
      await forget(session.database, view);
      await connection.run(
        'INSERT INTO _source_intercom_views (style, schema_name, name, definition) VALUES ($1, $2, $3, $4)',
        [view.style, view.schema, view.name, definition],
      );
      await connection.run(
        `UPDATE _source_intercom_views SET held = ${dialect.heldView} WHERE schema_name = $1 AND name = $2`,
        [view.schema, view.name],
      );
    });
  let failed = await make([]);
  // PostgreSQL replaces a view by one that has the same columns, and perhaps others behind them.
  if (failed && isThere) failed = await make([`DROP VIEW ${nameIn(dialect.quote, view)}`]);
  return failed
    ? [`The view ${shown(view)} could not be made${isThere ? ' anew and is as it was' : ''}: ${failed.message}`]
    : [];
}

async function dropOne(session: Session, view: Placed, { kinds, keyOf }: Found): Promise<string[]> {
  const { connection, dialect } = session.database;
  const failed = await attempt(session, async () => {
    if (kinds.get(keyOf(view)) === 'view') await connection.run(`DROP VIEW ${nameIn(dialect.quote, view)}`);
    await forget(session.database, view);
  });
  return failed ? [`The view ${shown(view)} could not be dropped: ${failed.message}`] : [];
}

const forget = ({ connection }: Database, { schema, name }: Placed) =>
  connection.run('DELETE FROM _source_intercom_views WHERE schema_name = $1 AND name = $2', [schema, name]);

/**
 * Drops the views, to be made anew: columns are about to change or go, which a view that shows one may forbid. One that others build on stays: then the
 * change fails where that one shows the column. Within a transaction.
 */
export async function releaseViews(database: Database): Promise<void> {
  const { connection, dialect } = database;
  const [keyOf, kinds] = [keyOfViews(dialect), await kindsIn(database)];
  for (const view of await rememberedViews(database)) {
    if (kinds.get(keyOf(view)) === 'view')
      await connection.run(dialect.dropViewUnlessUsed(nameIn(dialect.quote, view)));
  }
  await connection.run('UPDATE _source_intercom_views SET definition = NULL');
}
