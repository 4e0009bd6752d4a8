/** Snippets that Fin and Copilot answer with: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/content-snippets */
import { bool, described, epoch, int, list, object, text } from '../../core/columns/columns.ts';
import { numberedListing } from '../../intercom/readers/numbered-listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const contentSnippets = defineStream({
  name: 'content_snippets',
  description: 'The pieces of content that Fin and Copilot answer with.',
  // The reference names none.
  permission: permissions.content,
  since: '2.16',
  primaryKey: ['id'],
  byId: (id) => `/content_snippets/${encodeURIComponent(id)}`,
  columns: {
    type: text,
    id: text,
    title: text,
    locale: text,
    json_blocks: described(list(object({})), 'What it says, block by block.'),
    body_markdown: text,
    chatbot_availability: described(int, 'Deprecated: see ai_chatbot_availability.'),
    copilot_availability: described(int, 'Deprecated: see ai_copilot_availability.'),
    ai_chatbot_availability: described(bool, 'Whether Fin answers with it.'),
    ai_copilot_availability: described(bool, 'Whether Copilot answers with it.'),
    ai_sales_agent_availability: described(bool, 'Whether the sales agent answers with it.'),
    created_at: epoch,
    updated_at: epoch,
    audience_ids: described(list(int), 'The audiences that Fin answers with it; empty where it is for all.'),
  },
  scan: {
    name: 'content_snippets',
    read: numberedListing({ path: '/content_snippets', items: 'data', pageSize: 50 }),
  },
});
