/** Tables in DuckDB join by the ids that name other records, without a cast: as many rows meet as the workspace itself has. */
import { expect, test } from 'vitest';
import { streamNamed } from '../../src/streams/index.ts';
import { expectedRows } from '../support/oracle/index.ts';
import { contactPlace } from './contact-place.ts';

/** By column, the stream that it names a record of. */
const targets: Record<string, string> = {
  'articles.author_id': 'admins',
  'articles.created_by_id': 'admins',
  'articles.updated_by_id': 'admins',
  'articles.workspace_id': 'workspace',
  'article_versions.author_id': 'admins',
  'article_versions.created_by_id': 'admins',
  'article_versions.from_version_id': 'article_versions',
  'collections.parent_id': 'collections',
  'collections.help_center_id': 'help_centers',
  'folders.parent_folder_id': 'folders',
  'internal_articles.owner_id': 'admins',
  'internal_articles.author_id': 'admins',
  'calls.conversation_id': 'conversations',
  'calls.admin_id': 'admins',
  'calls.contact_id': 'contacts',
  'conversation_attributes.admin_id': 'admins',
  'email_settings.brand_id': 'brands',
  'external_pages.source_id': 'content_import_sources',
  'news_items.sender_id': 'admins',
  'data_connectors.created_by_admin_id': 'admins',
  'data_connector_executions.data_connector_id': 'data_connectors',
  'data_connector_executions.conversation_id': 'conversations',
  'data_events.intercom_user_id': 'contacts',
  'message_receipts.user_id': 'contacts',
  'message_receipts.company_id': 'companies',
  'side_conversation_parts.side_conversation_id': 'side_conversations',
  'whatsapp_message_statuses.user_id': 'contacts',
  'whatsapp_message_statuses.conversation_id': 'conversations',
};

const split = (name: string) => name.split('.') as [stream: string, column: string];
/** A side conversation is known by another name than its id. */
const keyOf = (stream: string): string => streamNamed(stream)!.primaryKey[0]!;

test('each names the records that it is said to name', async () => {
  const { simulator, sync, place } = await contactPlace({ seed: 61, scale: 0.5 });
  const { workspace } = simulator;
  const [admin = ''] = workspace.admins.keys();
  const number = Number(admin);
  const [article] = workspace.articles.values();
  const versions = article!.versions.map((one) => ({ ...one, author_id: admin, created_by_id: admin }));
  workspace.updateArticle(article!.id, { author_id: number, created_by_id: number, updated_by_id: number, versions });
  workspace.createInternalArticle({ owner_id: number });
  // Nobody is named by 0.
  workspace.createInternalArticle({ owner_id: 0, author_id: number });
  const names = [...new Set(Object.entries(targets).flatMap(([name, target]) => [split(name)[0], target]))];
  await sync([], 0, names);

  const rowsOf = (stream: string) => expectedRows(simulator, streamNamed(stream)!);
  const met = Object.entries(targets).map(([name, target]) => {
    const [stream, column] = split(name);
    const ids = new Set(rowsOf(target).map((row) => String(row[keyOf(target)])));
    return [name, rowsOf(stream).filter((row) => row[column] != null && ids.has(String(row[column]))).length] as const;
  });
  const joined: [string, unknown][] = [];
  for (const [name, target] of Object.entries(targets)) {
    const [stream, column] = split(name);
    const [row] = await place.query(
      `SELECT count(*) n FROM "${stream}" a JOIN "${target}" b ON b."${keyOf(target)}" = a."${column}"`,
    );
    joined.push([name, row!.n]);
  }
  expect(joined).toEqual(met);
  expect(met.filter(([, count]) => count === 0).map(([name]) => name)).toEqual([]);
  expect(await place.query('SELECT count(*) n FROM internal_articles WHERE owner_id IS NULL')).toEqual([{ n: 1 }]);
}, 180_000);
