/** Collections whose pages name the cursor of the next one. */
import type { Entity, ReadContext } from '../../streams/stream.ts';
import type { Body } from '../answer.ts';
import { assertAdvances, itemsOf, nextCursor } from '../paging.ts';
import { attemptsFor, smallerPage } from './page-size.ts';

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
  { client, log }: Pick<ReadContext, 'client' | 'log'>,
  { path, items, pageSize, version, after }: Cursored,
): AsyncGenerator<Entity[]> {
  let cursor = after;
  let size = pageSize;
  for (;;) {
    let body: Body;
    try {
      const query = { per_page: String(size), starting_after: cursor };
      body = await client.get(path, { query, version, attempts: attemptsFor(size) });
    } catch (error) {
      const smaller = smallerPage(size, error);
      if (smaller === undefined) throw error;
      size = smaller;
      log('info', `${path} does not answer: asking for pages of ${size}.`);
      continue;
    }
    const found = itemsOf(body, items, path);
    if (found.length === 0) return;
    const next = nextCursor(body);
    assertAdvances(cursor, next, path);
    cursor = next;
    yield found;
    if (cursor === undefined) return;
  }
}
