/** Articles for teammates: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/internal-articles */
import { bool, epoch, int, intReference, list, text } from '../../core/columns/columns.ts';
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
    body: text,
    body_markdown: text,
    owner_id: intReference,
    author_id: intReference,
    created_at: epoch,
    updated_at: epoch,
    locale: text,
    audience_ids: list(int),
    ai_chatbot_availability: bool,
    ai_copilot_availability: bool,
    ai_sales_agent_availability: bool,
  },
  scan: {
    name: 'internal_articles',
    cursor: updatedAt,
    read: latestFirst({ path: '/internal_articles', items: 'data', pageSize: 50 }),
  },
});
