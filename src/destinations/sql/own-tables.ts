/** What is said of the tables that are no stream's: what was deleted, the runs, and what the loader keeps for itself. */
import { type Description, describeTable, type Written } from './comments.ts';
import type { Database } from './database.ts';
import type { ExistingTable } from './existing-tables.ts';

const ownTables: readonly Description[] = [
  {
    name: '_deleted',
    comment:
      'Records that are known to be gone from Intercom: a row each, whose row in the table of its stream was deleted. Rows below such a record (parts, tags, …) went with it and are not named here.',
    columns: {
      stream: 'The table that the row was in.',
      key: 'JSON: its primary key by column, such as {"id":"…"}.',
      deleted_at: 'When it went, as Intercom says; where Intercom does not say it, when it was found to be gone.',
      reason:
        'Why: deleted, merged, became_user (of leads), "is in users" (of leads), "archived or deleted" where Intercom shows the contact no longer, "absent from a full pass" where it shows another record no longer.',
      seen_at: 'When the sync learned of it.',
    },
  },
  {
    name: '_runs',
    comment: 'The syncs into this database, the last 1,000: a row each. Key: id.',
    columns: {
      ended_at: 'NULL while it runs, and where the process was killed.',
      version: 'Of source-intercom.',
      outcome: 'NULL while it runs; "crashed" where it left no end.',
      requests: 'How many requests it sent to Intercom.',
      warnings: 'JSON: a list of objects.',
    },
  },
  {
    name: '_run_streams',
    comment: 'What each sync made of each stream: a row each. run_id joins the id of _runs.',
    columns: {
      outcome: 'NULL while it runs; "complete" where all of the stream was read.',
      rows_new: 'Rows whose key the table did not hold before.',
      rows_updated: 'Rows in whose place a later version came.',
      rows_deleted: 'Rows that left the table.',
      rows_total: 'Rows in the table at the end of the run.',
      newest_at: "The latest time in the table's cursor.",
      warnings: 'How many.',
      permission: 'The permission that the token lacks.',
    },
  },
  {
    name: '_source_intercom_workspace',
    comment: 'The workspace that the tables belong to: one row. For the loader.',
    columns: { timezone: "IANA's name of its time zone.", schema_version: 'The version of the tables.' },
  },
  {
    name: '_source_intercom_state',
    comment:
      'Up to where each stream is read: a row each. For the loader; to delete a row makes the next sync read its stream from the start.',
    columns: {
      generation: 'How many full refreshes there were.',
      refreshing: 'Whether a full refresh has not ended yet.',
      table_id: "The id in the comment of the stream's table.",
      full_read_at: 'When the stream was last read whole.',
    },
  },
  {
    name: '_source_intercom_checked',
    comment: 'Records that a full read did not show and that Intercom has all the same. For the loader.',
    columns: { checked_at: 'When Intercom was asked for the record by its id.' },
  },
  {
    name: '_source_intercom_views',
    comment: 'The views that a sync keeps up, and how each was made. For the loader.',
    columns: {
      schema_name: 'Empty where the view stands beside the tables.',
      definition: 'NULL where it is to be made anew.',
    },
  },
  {
    name: '_source_intercom_comments',
    comment: 'The comments that a sync wrote, so that those of the user are kept. For the loader.',
    columns: { column_name: 'Empty for the comment of the table itself.' },
  },
];

/** Describes those that there are. */
export async function describeOwnTables(
  database: Database,
  { tables, written }: { tables: ReadonlyMap<string, ExistingTable>; written: Written },
): Promise<void> {
  for (const description of ownTables) {
    const existing = tables.get(description.name);
    if (existing?.kind === 'table') await describeTable(database, description, { existing, written });
  }
}
