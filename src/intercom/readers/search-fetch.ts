/** Fetches the pages of a search: smaller ones where Intercom does not respond in time, and again where one looks wrong. */
import type { Range } from '../../core/ranges.ts';
import { createRefetchPolicy } from './page-refetch.ts';
import { attemptsFor, smallerPage } from './page-size.ts';
import { isShort, itemsOf, nextCursor, totalCount, totalPages } from './paging.ts';
import type { Entity } from './reader.ts';
import { largestPage, type OpenSearch } from './search-request.ts';
import { changedAt } from './search-window.ts';

const aDay = 86_400;

export interface FetchedPage {
  items: unknown[];
  /** The cursor of the next page; undefined on the last one. */
  next: string | undefined;
  /** How many records the search has in all, as far as it says. */
  total: number | undefined;
  /** How many pages of the largest size, as far as it says. */
  totalPages: number | undefined;
}

/** Fetches the page behind a cursor, or the first. Throws `cursor_invalid` where Intercom no longer accepts the cursor. */
export type PageFetcher = (range: Range, startingAfter: string | undefined) => Promise<FetchedPage>;

/** A fetcher for one reading: it remembers which size of page comes, and what pages of this search look like. */
export function createPageFetcher({ search, context }: Pick<OpenSearch, 'search' | 'context'>): PageFetcher {
  const { path, items } = search;
  let size = largestPage;
  const shouldRefetch = createRefetchPolicy();

  const ask = async (range: Range, startingAfter: string | undefined) => {
    for (;;) {
      try {
        return await search.ask(context, range, { size, startingAfter }, attemptsFor(size));
      } catch (error) {
        const smaller = smallerPage(size, error);
        if (smaller === undefined) throw error;
        size = smaller;
        context.log('info', `${path} does not answer: asking for pages of ${size}.`);
      }
    }
  };

  return async (range, startingAfter) => {
    for (;;) {
      const body = await ask(range, startingAfter);
      const found = itemsOf(body, items, path);
      const next = nextCursor(body);
      // Whoever keeps the latest version of a record would never take another one.
      const tomorrow = context.client.serverNow() / 1000 + aDay;
      const odd = found.some((item) => isRecord(item) && (changedAt(item) ?? 0) > tomorrow);
      if (shouldRefetch({ odd, short: next !== undefined && isShort(body, found, size) })) continue;
      const pages = size < largestPage ? undefined : totalPages(body);
      return { items: found, next, total: totalCount(body), totalPages: pages };
    }
  };
}

const isRecord = (item: unknown): item is Entity => typeof item === 'object' && item !== null;
