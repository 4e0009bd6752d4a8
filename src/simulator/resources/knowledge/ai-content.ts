/** Pages from elsewhere, and where they come from. */
import { listing, numberedRoute, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';
import { firstOf } from '../../engine/table.ts';
import { audiences } from './snippets.ts';

export interface ContentImportSource {
  id: string;
  last_synced_at: number;
  sync_behavior: 'api' | 'automatic' | 'manual';
  status: 'active' | 'deactivated';
  url: string;
  created_at: number;
  updated_at: number;
  audience_ids: number[];
}

export const contentImportSources = listing({
  name: 'content_import_sources',
  one: 'ContentImportSource',
  ids: { from: 33n, step: 3 },
  blank: ({ id, now, store }): ContentImportSource => ({
    id,
    last_synced_at: now,
    sync_behavior: 'api',
    status: 'active',
    url: `https://support.example.com/${id}`,
    created_at: now,
    updated_at: now,
    audience_ids: firstOf(store.get(audiences)).map(Number),
  }),
  json: (_, { id, ...source }) => ({ type: 'content_import_source', id: Number(id), ...source }),
});

export interface ExternalPage {
  id: string;
  title: string;
  html: string;
  url: string;
  ai_agent_availability: boolean;
  ai_copilot_availability: boolean;
  ai_sales_agent_availability: boolean;
  fin_availability: boolean;
  locale: 'en';
  source_id: number;
  external_id: string;
  created_at: number;
  updated_at: number;
  last_ingested_at: number;
}

export const externalPages = listing({
  name: 'external_pages',
  one: 'ExternalPage',
  ids: { from: 17n, step: 1 },
  blank: ({ id, now, store }): ExternalPage => ({
    id,
    title: `Page ${id}`,
    html: '<h1>Hello world</h1><p>This is external content</p>',
    url: `https://support.example.com/pages/${id}`,
    ai_agent_availability: true,
    ai_copilot_availability: true,
    ai_sales_agent_availability: true,
    fin_availability: true,
    locale: 'en',
    source_id: Number(firstOf(store.get(contentImportSources))[0] ?? 0),
    external_id: `ext-${id}`,
    created_at: now,
    updated_at: now,
    last_ingested_at: now,
  }),
  json: (_, page) => ({ type: 'external_page', ...page }),
});

/** The reference names none. */
const scope = 'read_content';
const since = '2.12';
const perPage = 50;

export const aiContentRoutes: Route[] = [
  numberedRoute(contentImportSources, { path: '/ai/content_import_sources', scope, since, perPage }),
  oneRoute(contentImportSources, { path: '/ai/content_import_sources/:id', scope, since }),
  numberedRoute(externalPages, { path: '/ai/external_pages', scope, since, perPage }),
  oneRoute(externalPages, { path: '/ai/external_pages/:id', scope, since }),
];
