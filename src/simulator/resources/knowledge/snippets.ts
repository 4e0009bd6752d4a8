/** Snippets that Fin answers with, and the audiences that it answers. Their lists say flatly which page they give. */
import type { JsonObject } from '../../engine/json.ts';
import { listing, numberedRoute, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';

export interface ContentSnippet {
  id: string;
  title: string | null;
  locale: string;
  json_blocks: { type: string; text: string }[];
  body_markdown: string | null;
  ai_chatbot_availability: boolean;
  ai_copilot_availability: boolean;
  ai_sales_agent_availability: boolean;
  created_at: number;
  updated_at: number;
  audience_ids: number[];
}

export const contentSnippets = listing({
  name: 'content_snippets',
  one: 'ContentSnippet',
  // The same numbers as external pages have.
  ids: { from: 17n, step: 1 },
  blank: ({ id, now }): ContentSnippet => ({
    id,
    title: `Snippet ${id}`,
    locale: 'en',
    json_blocks: [{ type: 'paragraph', text: 'Navigate to Settings.' }],
    body_markdown: 'Navigate to Settings.\n',
    ai_chatbot_availability: true,
    ai_copilot_availability: true,
    ai_sales_agent_availability: false,
    created_at: now,
    updated_at: now,
    audience_ids: [],
  }),
  json: (_, snippet) => ({
    type: 'content_snippet',
    ...snippet,
    chatbot_availability: snippet.ai_chatbot_availability ? 1 : 0,
    copilot_availability: snippet.ai_copilot_availability ? 1 : 0,
  }),
});

export type Predicate = { attribute: string; type: string; comparison: string; value: string };

export interface Audience {
  id: string;
  name: string;
  predicates: Predicate[];
  role_predicates: Predicate[];
  created_at: number;
  updated_at: number;
}

export const audiences = listing({
  name: 'audiences',
  one: 'Audience',
  ids: { from: 400n, step: 5 },
  blank: ({ id, now }): Audience => ({
    id,
    name: `Audience ${id}`,
    predicates: [{ attribute: 'company.name', type: 'string', comparison: 'contains', value: 'Acme' }],
    role_predicates: [{ attribute: 'role', type: 'role', comparison: 'eq', value: 'user' }],
    created_at: now,
    updated_at: now,
  }),
  json: (_, audience) => ({ type: 'audience', ...audience }),
});

/** The reference names none. */
const scope = 'read_content';
const since = '2.16';
const perPage = 50;

const paging = ({ total_count, pages }: { total_count: number; pages: JsonObject }): JsonObject => {
  const { page, per_page, total_pages } = pages;
  return { total_count, page, per_page, total_pages };
};

export const snippetRoutes: Route[] = [
  numberedRoute(contentSnippets, { path: '/content_snippets', scope, since, perPage, paging }),
  oneRoute(contentSnippets, { path: '/content_snippets/:id', scope, since, missing: ['Content snippet not found'] }),
  numberedRoute(audiences, { path: '/audiences', scope, since, perPage, paging }),
  oneRoute(audiences, { path: '/audiences/:id', scope, since }),
];
