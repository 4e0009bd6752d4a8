/**
 * How tables that an earlier version made become what this one needs. The version of the schema stands with the workspace; a step changes
 * columns in place, in the transaction in which the tables are opened, so that what is killed within it leaves them as they were.
 */
import { ConnectorError } from '../../core/errors.ts';
import { type Database, runAll } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { ExistingTable } from './existing-tables.ts';
import { isOurs } from './schema.ts';
import { releaseViews } from './views.ts';

/** From the version before it to this one. Written down once and for all: streams change, old tables do not. */
interface Migration {
  version: number;
  /** What it does, for people. */
  what: string;
  /** By table, the columns that become text in which no id is NULL, where they are there. */
  references: Readonly<Record<string, readonly string[]>>;
}

const assignees = ['admin_assignee_id', 'team_assignee_id'];
const authors = ['author_id', 'created_by_id', 'updated_by_id'];
const what = 'ids of other records are text, and NULL where there is none, so that they join';

export const migrations: readonly Migration[] = [
  {
    version: 2,
    what,
    references: {
      conversations: assignees,
      tickets: [...assignees, 'previous_ticket_state_id'],
      contacts: ['owner_id'],
      users: ['owner_id'],
      leads: ['owner_id'],
      contact_activities: ['contact_id', 'merge_source_id', 'merge_target_id'],
      admins: ['away_status_reason_id'],
      contact_attributes: ['admin_id'],
      company_attributes: ['admin_id'],
      brands: ['help_center_id', 'default_address_settings_id'],
    },
  },
  {
    version: 3,
    what,
    references: {
      data_events: ['intercom_user_id'],
      side_conversation_parts: ['side_conversation_id'],
      conversation_scorecards: ['scorecard_version_id'],
      conversation_attributes: ['admin_id'],
      ticket_types: ['workspace_id'],
      ticket_type_attributes: ['workspace_id'],
      articles: ['workspace_id', ...authors],
      article_drafts: ['workspace_id', ...authors],
      article_versions: ['author_id', 'created_by_id', 'from_version_id'],
      collections: ['workspace_id', 'parent_id', 'help_center_id'],
      help_centers: ['workspace_id'],
      help_center_redirects: ['target_id'],
      internal_articles: ['owner_id', 'author_id'],
      folders: ['parent_folder_id'],
      calls: ['conversation_id', 'admin_id', 'contact_id'],
      news_items: ['workspace_id', 'sender_id'],
      newsfeed_items: ['workspace_id', 'sender_id'],
      external_pages: ['source_id'],
      email_settings: ['brand_id'],
      data_connectors: ['created_by_admin_id', 'updated_by_admin_id'],
      message_receipts: [
        ...['user_id', 'company_id', 'ruleset_id', 'ruleset_version_id', 'content_id'],
        ...['conversation_id', 'series_id', 'node_id'],
      ],
    },
  },
];

const latest = migrations.at(-1)!.version;

/** Tables of before the version was written down. */
const first = 1;

export const addSchemaVersion = 'ALTER TABLE _source_intercom_workspace ADD COLUMN IF NOT EXISTS schema_version BIGINT';

/**
 * Brings the tables to the latest version; to be called once the database is claimed. Gives what it did, for people, where there was
 * something to do. Rejects with `destination_unusable` where a later version of the connector has written them.
 */
export async function migrate(database: Database, tables: ReadonlyMap<string, ExistingTable>): Promise<string[]> {
  const { connection, dialect, location } = database;
  const version = await refuseLaterTables(database);
  const told: string[] = [];
  for (const migration of migrations.filter((one) => one.version > version)) {
    const statements = toReferences(dialect, migration, tables);
    if (statements.length > 0) await releaseViews(database);
    await runAll({ connection }, statements);
    if (statements.length > 0)
      told.push(`The tables of ${location.name} are of an earlier version and were changed: ${migration.what}.`);
  }
  if (version < latest) await connection.run(`UPDATE _source_intercom_workspace SET schema_version = ${latest}`);
  return told;
}

/** Gives the version of the tables. Rejects as `migrate` does. */
export async function refuseLaterTables({ connection, location }: Database): Promise<number> {
  const [stored] = await connection.query('SELECT schema_version FROM _source_intercom_workspace');
  const version = Number(stored?.schema_version ?? first);
  if (version <= latest) return version;
  throw new ConnectorError(
    'destination_unusable',
    `${location.name} was written by a later version of source-intercom: its tables are of version ${version}, and this one knows ${latest}.`,
    { hint: `Update source-intercom, or choose another ${location.kind}.` },
  );
}

/** Statements to run in this order. Tables that are not ours are for `refuseUnusable` to tell. */
export function toReferences(
  { quote, types }: Pick<Dialect, 'quote' | 'types'>,
  { references }: Pick<Migration, 'references'>,
  tables: ReadonlyMap<string, ExistingTable>,
): string[] {
  return Object.entries(references).flatMap(([name, columns]) => {
    const table = tables.get(name);
    if (!isOurs(table)) return [];
    return columns
      .filter((column) => table.columns.has(column))
      .map((column) => {
        const id = `${quote(column)}::${types.text}`;
        return `ALTER TABLE ${quote(name)} ALTER COLUMN ${quote(column)} SET DATA TYPE ${types.text} USING CASE WHEN ${id} IN ('', '0') THEN NULL ELSE ${id} END`;
      });
  });
}
