/** Collections whose pages name the next one by its whole address. Its query alone is followed: no other host, and no other path, is asked. */
import type { Priority } from '../limits/scheduler.ts';
import { createEntityFilter } from './entity-filter.ts';
import { createTrail, itemsOf } from './paging.ts';
import type { Entity, ReadContext } from './reader.ts';

interface Linked {
  path: string;
  /** Asked of every page: what a link says beside it is added to it. */
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
  try {
    for (let link: string | undefined; ; ) {
      const body = await client.get(path, { query: { ...parametersOf(link), ...query }, priority });
      const found = itemsOf(body, items, path);
      if (found.length === 0) return;
      yield found.map(filter.entity).filter((entity) => entity !== undefined);
      const { next } = (body.pages ?? {}) as { next?: unknown };
      if (typeof next !== 'string' || next === '') return;
      trail(next);
      link = next;
    }
  } finally {
    filter.reportUnusable();
  }
}

/** The parameters of an address, each as it stands there. */
const parametersOf = (link: string | undefined): Record<string, string> =>
  link === undefined ? {} : Object.fromEntries(new URLSearchParams(link.slice(link.indexOf('?') + 1)));
