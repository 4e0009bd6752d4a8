/** Pages from elsewhere that Fin answers with, and where they come from: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content */
import { bool, described, epoch, int, intReference, list, text } from '../../core/columns/columns.ts';
import { numberedListing } from '../../intercom/readers/numbered-listing.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

const pageSize = 50;

export const contentImportSources = defineStream({
  name: 'content_import_sources',
  description: 'The sources that external pages are imported from.',
  // The reference names none.
  permission: permissions.content,
  since: '2.12',
  primaryKey: ['id'],
  byId: (id) => `/ai/content_import_sources/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: {
    type: text,
    id: text,
    last_synced_at: described(epoch, 'When it was last imported.'),
    sync_behavior: described(text, 'api, automatic or manual.'),
    status: described(text, 'active or deactivated.'),
    url: text,
    created_at: epoch,
    updated_at: epoch,
    audience_ids: described(list(int), 'The ids of audiences, as numbers.'),
  },
  scan: {
    name: 'content_import_sources',
    cursor: updatedAt,
    read: numberedListing({ path: '/ai/content_import_sources', items: 'data', pageSize }),
  },
});

export const externalPages = defineStream({
  name: 'external_pages',
  description: 'The pages from elsewhere that Fin and Copilot answer with, each of one source.',
  // The reference names none.
  permission: permissions.content,
  since: '2.12',
  primaryKey: ['id'],
  byId: (id) => `/ai/external_pages/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: {
    type: text,
    id: text,
    title: text,
    html: text,
    url: text,
    ai_agent_availability: described(bool, 'Whether Fin answers with it.'),
    ai_copilot_availability: described(bool, 'Whether Copilot answers with it.'),
    ai_sales_agent_availability: described(bool, 'Whether the sales agent answers with it.'),
    fin_availability: described(bool, 'Deprecated: see ai_agent_availability and ai_copilot_availability.'),
    locale: text,
    source_id: described(intReference, 'The id of content_import_sources.'),
    external_id: described(text, 'Its id where it comes from.'),
    created_at: epoch,
    updated_at: epoch,
    last_ingested_at: epoch,
  },
  scan: {
    name: 'external_pages',
    cursor: updatedAt,
    read: numberedListing({ path: '/ai/external_pages', items: 'data', pageSize }),
  },
});
