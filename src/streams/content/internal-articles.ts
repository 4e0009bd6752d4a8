/** Articles for teammates: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/internal-articles */
import { bool, described, epoch, int, intReference, list, text } from '../../core/columns/columns.ts';
import { latestFirst } from '../../intercom/readers/latest-first.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const internalArticles = defineStream({
  name: 'internal_articles',
  description: 'The articles that only teammates, Fin and Copilot see.',
  permission: permissions.articles,
  since: '2.13',
  primaryKey: ['id'],
  byId: (id) => `/internal_articles/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: {
    type: text,
    id: text,
    title: text,
    body: described(text, 'HTML.'),
    body_markdown: text,
    owner_id: described(intReference, 'The id of admins.'),
    author_id: described(intReference, 'The id of admins.'),
    created_at: epoch,
    updated_at: epoch,
    locale: text,
    audience_ids: described(list(int), 'The ids of audiences, as numbers.'),
    ai_chatbot_availability: described(bool, 'Whether Fin answers with it.'),
    ai_copilot_availability: described(bool, 'Whether Copilot answers with it.'),
    ai_sales_agent_availability: described(bool, 'Whether the sales agent answers with it.'),
  },
  scan: {
    name: 'internal_articles',
    cursor: updatedAt,
    read: latestFirst({ path: '/internal_articles', items: 'data', pageSize: 50 }),
  },
});
