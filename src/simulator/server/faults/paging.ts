/** Faults of paging: ends that come too early, records that are left out, circles. */
import { isObject, type Json, type JsonObject } from '../../engine/json.ts';
import {
  answerWith,
  bodyOf,
  changing,
  cursorOf,
  isBehindFirst,
  isScroll,
  isScrolling,
  listNameOf,
  listOf,
  perPageOf,
} from './answers.ts';
import type { Exchange, FaultHandler, FaultKind, FaultSpec } from './fault.ts';

/**
 * Whether no one could tell that a list does not end so: nothing counts it, no page was before this one, and it is empty, or no larger than
 * pages that end a list are.
 */
const isBelievable = (end: FaultSpec['end'], exchange: Exchange, body: JsonObject): boolean =>
  typeof body.total_count !== 'number' &&
  !isBehindFirst(exchange) &&
  (end === 'empty' || (listOf(body) ?? []).length < perPageOf(exchange));

/** What each of them does. */
export const pagingFaults = {
  'repeat-cursor': async (_, exchange, fire) => {
    const response = await exchange.proceed();
    const starting_after = cursorOf(exchange);
    if (starting_after === undefined || !response.ok || !fire()) return response;
    const body = (await bodyOf(response)) ?? {};
    const pages = isObject(body.pages) ? body.pages : {};
    return answerWith({ ...body, pages: { ...pages, next: { starting_after } } }, response);
  },

  'short-page-end': changing(({ end = 'null' }, exchange, body) => {
    if (isScroll(exchange)) {
      if (end !== 'empty' || (listOf(body) ?? []).length === 0) return undefined;
      return () => {
        exchange.endScroll();
        return { ...body, data: [] };
      };
    }
    const { pages } = body;
    if (!isObject(pages) || !pages.next) return undefined;
    if (isBelievable(end, exchange, body)) return undefined;
    const { next: _, ...rest } = pages;
    const address = `https://api.intercom.io${exchange.request.path}`;
    const ends: Record<typeof end, () => JsonObject> = {
      null: () => ({ ...body, pages: { ...rest, next: null } }),
      absent: () => ({ ...body, pages: rest }),
      url: () => ({ ...body, pages: { ...rest, next: address } }),
      empty: () => ({ ...body, [listNameOf(body) ?? 'data']: [], pages: { ...rest, next: null } }),
    };
    return ends[end]();
  }),

  'lost-item': changing((spec, exchange, body) => {
    const parts = body.conversation_parts;
    if (isObject(parts) && Array.isArray(parts.conversation_parts)) {
      const list = parts.conversation_parts;
      return withoutOne(list, exchange, (left) => ({
        ...body,
        conversation_parts: { ...parts, conversation_parts: left },
      }));
    }
    const isCounted = typeof body.total_count === 'number';
    if (!isCounted && !isNarrowed(spec)) return undefined;
    return withoutOne(listOf(body) ?? [], exchange, (left) => ({ ...body, [listNameOf(body)!]: left }));
  }),
  unreadable: changing(({ id }, _, body) => {
    const list = listOf(body) ?? [];
    const left = list.filter((record) => !isObject(record) || record.id !== id);
    return left.length === list.length ? undefined : { ...body, [listNameOf(body)!]: left };
  }),

  'two-cursors': async (_, exchange) => {
    const response = await exchange.proceed();
    const asked = cursorOf(exchange);
    if (asked === undefined || !response.ok) return response;
    const body = await bodyOf(response);
    const pages = body && isObject(body.pages) ? body.pages : {};
    const before = exchange.memory.get(asked);
    if (before !== undefined && exchange.due() && exchange.strike()) {
      return answerWith({ ...body, pages: { ...pages, next: { starting_after: before } } }, response);
    }
    const next = isObject(pages.next) ? pages.next.starting_after : undefined;
    if (typeof next === 'string') exchange.memory.set(next, asked);
    return response;
  },
  'scroll-repeats': async (_, exchange, fire) => {
    const before = isScrolling(exchange) ? exchange.memory.get(exchange.request.query.scroll_param!) : undefined;
    if (before !== undefined && fire()) return Response.json(JSON.parse(before), { headers: exchange.limitHeaders() });
    const response = await exchange.proceed();
    if (!isScroll(exchange) || !response.ok) return response;
    const body = await bodyOf(response);
    if (body && typeof body.scroll_param === 'string') exchange.memory.set(body.scroll_param, JSON.stringify(body));
    return response;
  },
  'page-ignored': async (_, exchange) => {
    const response = await exchange.proceed();
    if (!response.ok) return response;
    const { page, ...others } = exchange.request.query;
    const list = JSON.stringify([exchange.request.path, others]);
    if (Number(page ?? 1) === 1) {
      const body = await bodyOf(response);
      if (body && isObject(body.pages)) exchange.memory.set(list, JSON.stringify(body));
      return response;
    }
    const first = exchange.memory.get(list);
    return first !== undefined && exchange.due() && exchange.strike()
      ? answerWith(JSON.parse(first) as JsonObject, response)
      : response;
  },
} satisfies Partial<Record<FaultKind, FaultHandler>>;

/** Makes a body of the list without a random one of its records that has not been left out before. */
function withoutOne(
  list: readonly Json[],
  { random, memory }: Exchange,
  bodyWith: (left: Json[]) => JsonObject,
): (() => JsonObject) | undefined {
  const records = list.filter((record): record is JsonObject => isObject(record) && !memory.has(String(record.id)));
  if (records.length === 0) return undefined;
  return () => {
    const lost = random.pick(records);
    memory.set(String(lost.id), '');
    return bodyWith(list.filter((record) => record !== lost));
  };
}

function isNarrowed({ match, pattern }: FaultSpec): boolean {
  return match !== undefined || pattern !== undefined;
}
