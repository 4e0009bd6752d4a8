/** Saved replies: the only small objects whose times are in ISO 8601. Their list begins with the one that changed last. */
import type { JsonObject } from '../../engine/json.ts';
import { listing, oneRoute } from '../../engine/listing.ts';
import type { Call, Route } from '../../engine/route.ts';
import { invalidCursor } from '../../engine/search/cursor.ts';
import { perPageOf } from '../../engine/search/search.ts';

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
  { method: 'GET', path: '/macros', scope, since, respond: listMacros },
  oneRoute(macros, { path: '/macros/:id', scope, since, missing: ['Macro not found'] }),
];

/** When a macro changed, and its id: where it stands in the list. */
type Position = [updated_at: number, id: string];

const positionOf = ({ updated_at, id }: Macro): Position => [updated_at, id];

/** Below 0 where the first one is listed before the other. */
const compare = ([time, id]: Position, [otherTime, otherId]: Position): number =>
  otherTime - time || Number(otherId) - Number(id);

function listMacros({ store, query, version }: Call): JsonObject {
  const perPage = perPageOf(query('per_page'), 50, 150);
  const after = query('starting_after');
  const start = after === undefined ? undefined : positionIn(after);
  const left = [...store.get(macros).values()]
    .filter((macro) => start === undefined || compare(positionOf(macro), start) > 0)
    .sort((a, b) => compare(positionOf(a), positionOf(b)));
  const items = left.slice(0, perPage);
  const next = left.length > perPage ? { starting_after: cursorAt(positionOf(items.at(-1)!)) } : null;
  return {
    type: 'list',
    data: items.map((macro) => macros.json(store, macro, version)),
    pages: { type: 'pages', per_page: perPage, next },
  };
}

const cursorAt = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64');

function positionIn(cursor: string): Position {
  try {
    const [time, id] = JSON.parse(Buffer.from(cursor, 'base64').toString()) as unknown[];
    if (typeof time === 'number' && typeof id === 'string') return [time, id];
  } catch {
    // Falls through to the refusal.
  }
  throw invalidCursor();
}
