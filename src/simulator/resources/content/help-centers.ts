/** Help centers, the collections of articles in them, and the redirects from old addresses. */
import { listing } from '../../engine/listing.ts';
import { firstOf } from '../../engine/table.ts';

export interface HelpCenter {
  id: string;
  created_at: number;
  updated_at: number;
  identifier: string;
  website_turned_on: boolean;
  display_name: string;
  url: string;
  custom_domain: string;
  default: boolean;
  locales: string[];
}

export const helpCenters = listing({
  name: 'help_centers',
  one: 'HelpCenter',
  ids: { from: 70n, step: 9 },
  blank: ({ id, now }): HelpCenter => ({
    id,
    created_at: now,
    updated_at: now,
    identifier: `help-center-${id}`,
    website_turned_on: true,
    display_name: `Help center ${id}`,
    url: 'https://help.mycompany.com',
    custom_domain: 'help.mycompany.com',
    default: false,
    locales: ['en'],
  }),
  json: (store, helpCenter) => ({ workspace_id: store.settings.workspaceId, ...helpCenter }),
});

export interface Collection {
  id: string;
  name: string;
  description: string;
  created_at: number;
  updated_at: number;
  url: string;
  icon: string;
  order: number;
  default_locale: string;
  parent_id: string | null;
  help_center_id: number;
  /** By language. */
  translations: Record<string, { name: string; description: string }>;
}

export const collections = listing({
  name: 'collections',
  one: 'Collection',
  ids: { from: 6870000n, step: 9 },
  blank: ({ id, now }): Collection => ({
    id,
    name: `Collection ${id}`,
    description: '',
    created_at: now,
    updated_at: now,
    url: `https://help.mycompany.com/en/collections/${id}`,
    icon: 'bookmark',
    order: 0,
    default_locale: 'en',
    parent_id: null,
    help_center_id: 79,
    translations: {},
  }),
  json: (store, { translations, ...plain }) => ({
    workspace_id: store.settings.workspaceId,
    ...plain,
    translated_content: {
      type: 'group_translated_content',
      ...Object.fromEntries(
        Object.entries(translations).map(([locale, one]) => [locale, { type: 'group_content', ...one }]),
      ),
    },
  }),
});

export interface Redirect {
  id: string;
  from_url: string;
  locale: string;
  help_center_id: string;
  target_type: string;
  target_id: string;
  created_at: number;
  updated_at: number;
}

/** One whose help center has gone is shown nowhere. */
export const helpCenterRedirects = listing({
  name: 'help_center_redirects',
  one: 'HelpCenterRedirect',
  ids: { from: 20n, step: 5 },
  blank: ({ id, now, store }): Redirect => ({
    id,
    from_url: `https://help.mycompany.com/old/${id}`,
    locale: 'en',
    help_center_id: firstOf(store.get(helpCenters))[0] ?? '0',
    target_type: 'article',
    target_id: '11',
    created_at: now,
    updated_at: now,
  }),
  json: (_, redirect) => ({ type: 'help_center_redirect', ...redirect }),
});
