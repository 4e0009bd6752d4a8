/** Collections in numbered pages. */
import type { Entity, ReadContext } from '../../streams/stream.ts';
import { itemsOf } from '../paging.ts';

export interface Numbered {
  path: string;
  query?: Record<string, string>;
  /** The field of the answer that holds the list. */
  items: string;
  /** The largest page that the endpoint gives. */
  pageSize: number;
}

/** Yields the pages' items, up to the page that is told to be the last, or an empty one. */
export async function* numberedPages(
  { client }: Pick<ReadContext, 'client'>,
  { path, query, items, pageSize }: Numbered,
): AsyncGenerator<Entity[]> {
  for (let page = 1; ; page++) {
    const body = await client.get(path, { query: { ...query, page: String(page), per_page: String(pageSize) } });
    const found = itemsOf(body, items, path);
    if (found.length === 0) return;
    yield found;
    const { total_pages } = (body.pages ?? {}) as { total_pages?: unknown };
    if (typeof total_pages === 'number' && page >= total_pages) return;
  }
}
