/** Collections whose pages name the cursor of the next one. */
import type { Entity, ReadContext } from '../../streams/stream.ts';
import { assertAdvances, itemsOf, nextCursor } from '../paging.ts';

export interface Cursored {
  path: string;
  /** The field of the answer that holds the list. */
  items: string;
  pageSize: number;
  /** An API version other than the run's, such as `Preview`. */
  version?: string;
  /** Begins behind this cursor. */
  after?: string;
}

/** Yields the pages' items, up to the page that names no next one, or an empty one. */
export async function* cursoredPages(
  { client }: Pick<ReadContext, 'client'>,
  { path, items, pageSize, version, after }: Cursored,
): AsyncGenerator<Entity[]> {
  let cursor = after;
  do {
    const query = { per_page: String(pageSize), starting_after: cursor };
    const body = await client.get(path, { query, version });
    const found = itemsOf(body, items, path);
    if (found.length === 0) return;
    const next = nextCursor(body);
    assertAdvances(cursor, next, path);
    cursor = next;
    yield found;
  } while (cursor !== undefined);
}
