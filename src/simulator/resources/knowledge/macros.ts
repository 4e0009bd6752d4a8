/** Saved replies. Their times are in ISO 8601, and their list begins with the one that changed last. */
import { listing, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';
import { updatedFirstRoute } from '../../engine/updated-first.ts';

export interface Macro {
  id: string;
  name: string;
  body: string | null;
  body_text: string | null;
  created_at: number;
  updated_at: number;
  visible_to: 'everyone' | 'specific_teams';
  visible_to_team_ids: string[];
  available_on: ('inbox' | 'messenger')[];
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

export const macros = listing({
  name: 'macros',
  one: 'Macro',
  ids: { from: 120n, step: 7 },
  blank: ({ id, now }): Macro => ({
    id,
    name: `Macro ${id}`,
    body: '<p>Hi <attribute key="user.name" default="there"/>!</p>',
    body_text: 'Hi {{user.name|fallback:"there"}}!',
    created_at: now,
    updated_at: now,
    visible_to: 'everyone',
    visible_to_team_ids: [],
    available_on: ['inbox', 'messenger'],
  }),
  json: (_, { created_at, updated_at, ...macro }) => ({
    type: 'macro',
    ...macro,
    created_at: iso(created_at),
    updated_at: iso(updated_at),
  }),
});

const scope = 'read_conversations';
const since = '2.16';

export const macroRoutes: Route[] = [
  updatedFirstRoute(macros, { path: '/macros', scope, since, perPage: 50, max: 150 }),
  oneRoute(macros, { path: '/macros/:id', scope, since, missing: ['Macro not found'] }),
];
