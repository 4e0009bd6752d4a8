/** Collections whose pages name the next one by its whole address. Its query alone is followed: no other host, and no other path, is asked. */
import type { Body } from '../http/response.ts';
import type { Priority } from '../limits/scheduler.ts';
import { createEntityFilter } from './entity-filter.ts';
import { createRefetchPolicy } from './page-refetch.ts';
import { createTrail, itemsOf } from './paging.ts';
import type { Entity, ReadContext } from './reader.ts';

interface Linked {
  path: string;
  /** Asked of every page: what a link says beside it is added to it. `per_page`: how many make a page full. */
  query: Record<string, string>;
  /** The field of the response that holds the list. */
  items: string;
  /** The field that every item has. */
  key: string;
  /** Default `listing`. */
  priority?: Priority;
}

/**
 * Yields the pages' items, up to the page that names no next one, or an empty one: that may name one all the same. Throws `paging_stuck`
 * where a link comes a second time.
 */
export async function* linkedPages(
  { client, log }: Pick<ReadContext, 'client' | 'log'>,
  { path, query, items, key, priority }: Linked,
): AsyncGenerator<Entity[]> {
  const filter = createEntityFilter(path, log, { key });
  const trail = createTrail(path);
  const shouldRefetch = createRefetchPolicy();
  /** So many items make a page full. */
  let full = Number(query.per_page ?? Number.POSITIVE_INFINITY);
  try {
    for (let link: string | undefined; ; ) {
      let found: unknown[];
      let next: string | undefined;
      let again: boolean;
      do {
        const body = await client.get(path, { query: { ...parametersOf(link), ...query }, priority });
        found = itemsOf(body, items, path);
        next = nextLink(body);
        // Nothing counts the items: a page that is as full as one before it, and said to be the last one, is looked at again.
        // So is an empty one that the page before it named.
        const isEarly = found.length >= full || (found.length === 0 && link !== undefined);
        again = shouldRefetch({ odd: false, short: next === undefined && isEarly });
      } while (again);
      full = Math.min(full, found.length);
      if (found.length === 0) return;
      yield found.map(filter.entity).filter((entity) => entity !== undefined);
      if (next === undefined) return;
      trail(next);
      link = next;
    }
  } finally {
    filter.reportUnusable();
  }
}

function nextLink({ pages }: Body): string | undefined {
  const { next } = (pages ?? {}) as { next?: unknown };
  return typeof next === 'string' && next !== '' ? next : undefined;
}

/** The parameters of an address, each as it stands there. */
const parametersOf = (link: string | undefined): Record<string, string> =>
  link === undefined ? {} : Object.fromEntries(new URLSearchParams(link.slice(link.indexOf('?') + 1)));
