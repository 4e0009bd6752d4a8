import { apiError } from '../api-error.ts';
import type { Collection } from '../collection.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Comparison } from './compare.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Fields } from './fields.ts';
import { allOf, boundsOn, type Filter } from './filter.ts';
import { countMatches, takePage } from './page.ts';
import { parseQuery } from './query.ts';

/** A search endpoint: what it searches, and its manners. */
export interface SearchEndpoint<T extends { id: string }> {
  collection: Collection<T>;
  fields: Fields<T>;
  comparison: Comparison;
  defaultSort: Sort;
  defaultPerPage: number;
  /** What the sort's order may be called; contact search refuses 'asc' and 'desc'. */
  orders: Record<string, Sort['direction']>;
  /** Orders by id whatever is asked. */
  shuffled: boolean;
  /** Which records the token may see; left out, all of them. */
  visible?: (item: T) => boolean;
}

interface Sort {
  field: string;
  direction: 'ascending' | 'descending';
}

/** A page of records and the `pages` object that goes with it. */
export interface SearchAnswer<T> {
  items: T[];
  total_count: number;
  pages: JsonObject;
}

const mostPerPage = 150;

/** The names of the orders that every search takes. */
export const longOrders = { ascending: 'ascending', descending: 'descending' } as const;
/** The names of the orders where the short ones are taken too. */
export const allOrders = { ...longOrders, asc: 'ascending', desc: 'descending' } as const;

/** Answers the body `{query, sort, pagination}` of a search. */
export function search<T extends { id: string }>(endpoint: SearchEndpoint<T>, body: Json | undefined): SearchAnswer<T> {
  if (!isObject(body)) throw apiError(400, 'parameter_invalid', 'The body must be a JSON object');
  const pagination = isObject(body.pagination) ? body.pagination : {};
  return list(endpoint, {
    filter: parseQuery(body.query, endpoint.fields, endpoint.comparison),
    filterKey: JSON.stringify(body.query) + describe(endpoint.comparison),
    sort: sortOf(endpoint, body.sort),
    perPage: pagination.per_page,
    startingAfter: pagination.starting_after,
  });
}

/** What a list endpoint asks: everything unless filtered, in the endpoint's own order unless sorted. */
export interface ListRequest<T> {
  filter?: Filter<T>;
  filterKey?: string;
  sort?: Sort;
  perPage: Json | undefined;
  startingAfter: Json | undefined;
}

/** Answers one page of a listing. */
export function list<T extends { id: string }>(endpoint: SearchEndpoint<T>, request: ListRequest<T>): SearchAnswer<T> {
  const { visible } = endpoint;
  const asked = request.filter ?? allOf<T>([]);
  const filter = visible ? allOf<T>([asked, { kind: 'other', test: visible }]) : asked;
  const filterKey = (request.filterKey ?? '') + (visible ? 'visible' : '');
  const perPage = perPageOf(request.perPage, endpoint.defaultPerPage);
  const after = typeof request.startingAfter === 'string' ? decodeCursor(request.startingAfter) : undefined;
  const { field, direction } = endpoint.shuffled
    ? { field: 'id', direction: 'ascending' as const }
    : (request.sort ?? endpoint.defaultSort);

  const bounds = boundsOn(filter, field);
  const { items, next } = takePage(endpoint.collection.listing(field), filter, bounds, { direction, perPage, after });
  const total = cachedCount(endpoint.collection, filter, filterKey);
  return {
    items,
    total_count: total,
    pages: {
      type: 'pages',
      ...(next ? { next: { per_page: perPage, starting_after: encodeCursor(next) } } : {}),
      page: after?.page ?? 1,
      per_page: perPage,
      total_pages: Math.ceil(total / perPage),
    },
  };
}

/** The page size asked for, as a number or as the text of a query parameter. */
export function perPageOf(asked: Json | undefined, fallback: number, max = mostPerPage): number {
  if (asked === undefined || asked === null) return fallback;
  const size = Number(asked);
  if (!Number.isInteger(size) || size < 1)
    throw apiError(400, 'parameter_invalid', 'per_page must be a whole number above 0');
  if (size > max) throw apiError(400, 'parameter_invalid', `per_page must be at most ${max}`);
  return size;
}

function sortOf<T extends { id: string }>(
  { fields, orders, defaultSort }: SearchEndpoint<T>,
  sort: Json | undefined,
): Sort {
  if (!isObject(sort)) return defaultSort;
  const field = sort.field ?? defaultSort.field;
  if (typeof field !== 'string' || fields.find(field) === undefined) {
    throw apiError(400, 'invalid_sort_field', `Cannot sort by ${String(field)}`);
  }
  const order = String(sort.order ?? 'descending');
  const direction = orders[order];
  if (direction === undefined) {
    const known = Object.keys(orders).join(', ');
    throw apiError(400, 'invalid_sort_order', `Invalid sort order '${order}'. Must be one of: ${known}`);
  }
  return { field, direction };
}

function describe({ timestampDays, inclusive }: Comparison): string {
  return `${timestampDays === undefined ? 'seconds' : 'days'} ${inclusive}`;
}

const counts = new WeakMap<object, { revision: number; byQuery: Map<string, number> }>();

/** Counting may visit every record, and every page of one search counts the same. */
function cachedCount<T extends { id: string }>(collection: Collection<T>, filter: Filter<T>, key: string): number {
  const revision = collection.revision();
  let known = counts.get(collection);
  if (known === undefined || known.revision !== revision) {
    known = { revision, byQuery: new Map() };
    counts.set(collection, known);
  }
  let count = known.byQuery.get(key);
  if (count === undefined) {
    count = key === '' ? collection.listing('updated_at').length : countMatches(collection.listing, filter);
    known.byQuery.set(key, count);
  }
  return count;
}
