/** Lists whose pages are named by cursors, and that begin with what changed last. */
import type { JsonObject } from './json.ts';
import type { Listing } from './listing.ts';
import type { Call, Route } from './route.ts';
import { invalidCursor } from './search/cursor.ts';
import { perPageOf } from './search/search.ts';

interface Changing {
  id: string;
  updated_at: number;
}

/** When what is listed happened to an object, and its id: where it stands in the list. */
type Position = [time: number, id: string];

/** Below 0 where the first one is listed before the other. */
const compare = ([time, id]: Position, [otherTime, otherId]: Position): number =>
  otherTime - time || Number(otherId) - Number(id);

/** The endpoint that lists all of them. */
export const updatedFirstRoute = <T extends Changing>(
  kind: Listing<string, string, T>,
  { perPage, max, ...asked }: Pick<Route, 'path' | 'scope' | 'since'> & { perPage: number; max: number },
): Route => ({
  ...asked,
  method: 'GET',
  respond: (call) => {
    const all = [...call.store.get(kind).values()];
    const { items, pages } = newestFirst(call, all, { timeOf: ({ updated_at }) => updated_at, perPage, max });
    return { type: 'list', data: items.map((item) => kind.json(call.store, item, call.version)), pages };
  },
});

/** The page that the request asks for of what is listed by a time, the latest first. */
export function newestFirst<T extends { id: string }>(
  { query }: Call,
  all: readonly T[],
  { timeOf, ...size }: { timeOf(one: T): number; perPage: number; max: number },
): { items: T[]; pages: JsonObject } {
  const positionOf = (one: T): Position => [timeOf(one), one.id];
  const perPage = perPageOf(query('per_page'), size.perPage, size.max);
  const after = query('starting_after');
  const start = after === undefined ? undefined : positionIn(after);
  const left = all
    .filter((one) => start === undefined || compare(positionOf(one), start) > 0)
    .sort((a, b) => compare(positionOf(a), positionOf(b)));
  const items = left.slice(0, perPage);
  const next = left.length > perPage ? { starting_after: cursorAt(positionOf(items.at(-1)!)) } : null;
  return { items, pages: { type: 'pages', per_page: perPage, next } };
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
