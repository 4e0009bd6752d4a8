/** What only teammates see: internal articles, and the folders that content is kept in. */
import { listing } from '../../engine/listing.ts';

export interface InternalArticle {
  id: string;
  title: string;
  body: string;
  body_markdown: string;
  owner_id: number;
  author_id: number;
  created_at: number;
  updated_at: number;
  locale: string;
  audience_ids: number[];
  ai_chatbot_availability: boolean;
  ai_copilot_availability: boolean;
  ai_sales_agent_availability: boolean;
}

export const internalArticles = listing({
  name: 'internal_articles',
  one: 'InternalArticle',
  ids: { from: 39n, step: 9 },
  blank: ({ id, now }): InternalArticle => ({
    id,
    title: `Internal article ${id}`,
    body: '<p>Body of the article</p>',
    body_markdown: 'Body of the article\n',
    owner_id: 991266252,
    author_id: 991266252,
    created_at: now,
    updated_at: now,
    locale: 'en',
    audience_ids: [1, 2],
    ai_chatbot_availability: true,
    ai_copilot_availability: true,
    ai_sales_agent_availability: false,
  }),
  json: (_, article) => ({ type: 'internal_article', ...article }),
});

export interface Folder {
  id: string;
  name: string;
  description: string | null;
  emoji: string | null;
  /** 0 at the top. */
  parent_folder_id: number;
  content_count: number;
  created_at: number;
  updated_at: number;
}

export const folders = listing({
  name: 'folders',
  one: 'Folder',
  ids: { from: 5n, step: 4 },
  blank: ({ id, now }): Folder => ({
    id,
    name: `Folder ${id}`,
    description: null,
    emoji: '📚',
    parent_folder_id: 0,
    content_count: 0,
    created_at: now,
    updated_at: now,
  }),
  json: (_, { id, parent_folder_id, ...plain }) => ({
    id: Number(id),
    ...plain,
    parent_folder_id: parent_folder_id || null,
  }),
});
