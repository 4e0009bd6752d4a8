/**
 * What Intercom lists whole, such as tags: a literal, from which follow its table, how it is created, changed and deleted, the list and the
 * single object that the API gives, and the truth, which is all that there is of it as tests ask for it.
 */
import { notFound } from './api-error.ts';
import type { NumberIds } from './ids.ts';
import type { JsonObject } from './json.ts';
import { maybePaged, type NumberedPage, numberedPage } from './numbered-page.ts';
import type { Call, JsonRoute } from './route.ts';
import type { Store } from './store.ts';
import { need, type Table } from './table.ts';

/** A kind of object that Intercom lists whole. Declared by methods, not properties, so that each listing is an `AnyListing` too. */
export interface Listing<Name extends string, One extends string, T> extends Table<T> {
  /** As its stream and its truth are called: 'ticket_types'. */
  readonly name: Name;
  /** One of it, in the names of its changes: 'TicketType' makes createTicketType, updateTicketType and deleteTicketType. */
  readonly one: One;
  /** Its ids are numbers, counted for this very object; left out, 24 hexadecimal digits that begin with the time. */
  readonly ids?: NumberIds;
  /** A new one before what is given is laid over it. */
  blank(fresh: Fresh<T>): T;
  /** The key in its table. Default its id. */
  key?(item: T): string;
  /** Changes what else has to change with one that was deleted. */
  afterDelete?(store: Store, item: T): void;
  /** As the API gives it to a request that asks for every field it may ask for. */
  json(store: Store, item: T, version: number): JsonObject;
}

/** What is known of a new object. */
export interface Fresh<T> {
  id: string;
  /** When it was created, in seconds. */
  now: number;
  given: Partial<T>;
  store: Store;
}

/** Completes the literal of a listing. */
export const listing = <Name extends string, One extends string, T>(
  literal: Omit<Listing<Name, One, T>, 'init'>,
): Listing<Name, One, T> => ({ init: () => new Map<string, T>(), ...literal });

/** A listing of whatever kind. */
export type AnyListing = Listing<string, string, object>;

/** The changes that every listing has. What a partial names is taken as it is; `updated_at` is stamped where there is one. */
export type ListingChanges<L> =
  L extends Listing<string, infer One, infer T>
    ? { [Name in `create${One}`]: (partial?: Partial<T>) => T } & {
        [Name in `update${One}`]: (key: string, partial: Partial<T>) => T;
      } & { [Name in `delete${One}`]: (key: string) => void }
    : never;

/** The changes of one listing. */
export function listingChanges<L extends AnyListing>(store: Store, kind: L): ListingChanges<L> {
  return {
    [`create${kind.one}`]: (partial: object = {}) => createOne(store, kind, partial),
    [`update${kind.one}`]: (key: string, partial: object) => updateOne(store, kind, key, partial),
    [`delete${kind.one}`]: (key: string) => deleteOne(store, kind, key),
  } as ListingChanges<L>;
}

/** Adds one, with what is left out filled in. */
export function createOne<T extends object>(
  store: Store,
  kind: Listing<string, string, T>,
  partial: Partial<T> = {},
): T {
  const { id: given, created_at: now = store.seconds() } = partial as { id?: string; created_at?: number };
  const id = given ?? (kind.ids ? store.ids.number(kind.ids) : store.ids.object(now));
  const item = { ...kind.blank({ id, now, given: partial, store }), ...partial };
  store.get(kind).set(keyOf(kind, item), item);
  return item;
}

function updateOne<T extends object>(
  store: Store,
  kind: Listing<string, string, T>,
  key: string,
  partial: Partial<T>,
): T {
  const old = need<T & { updated_at?: number }>(store.get(kind), key, kind.one);
  // Built-in attributes have no times.
  const stamp = old.updated_at === undefined ? {} : { updated_at: store.seconds() };
  const item = { ...old, ...stamp, ...partial };
  if (keyOf(kind, item) !== key)
    throw new Error(`A ${kind.one} keeps its id: ${key} cannot become ${keyOf(kind, item)}.`);
  store.get(kind).set(key, item);
  return item;
}

function deleteOne<T>(store: Store, kind: Listing<string, string, T>, key: string): void {
  const item = need(store.get(kind), key, kind.one);
  store.get(kind).delete(key);
  kind.afterDelete?.(store, item);
}

function keyOf<T>({ key }: Listing<string, string, T>, item: T): string {
  return key ? key(item) : String((item as { id: unknown }).id);
}

/** How a listing, or one of it, is asked for. */
interface Asked<T> {
  path: string;
  scope: string;
  /** The first version that has it. */
  since?: string;
  /** As this request is given it. Default the listing's own. */
  json?(call: Call, item: T): JsonObject;
}

/** The endpoint that lists all of them. */
export function listRoute<T>(
  kind: Listing<string, string, T>,
  asked: Asked<T> & {
    /** The field of the response that holds the list. Default 'data'. */
    items?: string;
    /** The response's `type`, which ends in 'list', as faults know a list by. Default 'list'. */
    type?: string;
    /** Which of them this request is about. Default all. */
    where?(call: Call, item: T): boolean;
  },
): JsonRoute {
  const { items: field = 'data', type = 'list', where = () => true } = asked;
  return route(asked, (call) => {
    const all = [...call.store.get(kind).values()].filter((item) => where(call, item));
    const { items, ...rest } = maybePaged(call, all);
    return { type, [field]: items.map(jsonOf(kind, asked, call)), ...rest };
  });
}

/** The endpoint that lists all of them in numbered pages. */
export function numberedRoute<T>(
  kind: Listing<string, string, T>,
  asked: Asked<T> & {
    /** How many a page holds where the request does not say. */
    perPage: number;
    /** The most it may hold. Default 50. */
    max?: number;
    /** Which of them this request is about. Default all. */
    where?(call: Call, item: T): boolean;
    /** What the response says of its pages. Default `pages` and `total_count`. */
    paging?(page: Omit<NumberedPage<T>, 'items'>): JsonObject;
  },
): JsonRoute {
  const { perPage, max = 50, where = () => true, paging = (page) => ({ ...page }) } = asked;
  return route(asked, (call) => {
    const all = [...call.store.get(kind).values()].filter((item) => where(call, item));
    const { items, ...page } = numberedPage(call, all, { perPage, max });
    return { type: 'list', data: items.map(jsonOf(kind, asked, call)), ...paging(page) };
  });
}

/** The endpoint that gives one of them by its key, or the 404 that `missing` makes. */
export function oneRoute<T>(
  kind: Listing<string, string, T>,
  asked: Asked<T> & { missing?: Parameters<typeof notFound> },
): JsonRoute {
  return route(asked, (call) => {
    const item = call.store.get(kind).get(call.param('id'));
    if (item === undefined) throw notFound(...(asked.missing ?? []));
    return jsonOf(kind, asked, call)(item);
  });
}

function route<T>({ path, scope, since }: Asked<T>, respond: JsonRoute['respond']): JsonRoute {
  return { method: 'GET', path, scope, ...(since === undefined ? {} : { since }), respond };
}

function jsonOf<T>(kind: Listing<string, string, T>, { json }: Asked<T>, call: Call): (item: T) => JsonObject {
  return (item) => (json ? json(call, item) : kind.json(call.store, item, call.version));
}
