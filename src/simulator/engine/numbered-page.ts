import { apiError } from './api-error.ts';
import type { JsonObject } from './json.ts';
import type { Call } from './route.ts';
import { perPageOf } from './search/search.ts';

/** One page of a list that is paged by number: the items on it, and its `pages` and `total_count`. */
export interface NumberedPage<T> {
  items: T[];
  total_count: number;
  pages: JsonObject;
}

/** Takes the page that the request's `page` and `per_page` name; `next` is the address of the one after. */
export function numberedPage<T>(
  call: Call,
  all: readonly T[],
  { perPage: fallback, max }: { perPage: number; max: number },
): NumberedPage<T> {
  const perPage = perPageOf(call.query('per_page'), fallback, max);
  const page = Number(call.query('page') ?? 1);
  if (!Number.isInteger(page) || page < 1)
    throw apiError(400, 'parameter_invalid', 'page must be a whole number above 0');
  const totalPages = Math.ceil(all.length / perPage);
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    total_count: all.length,
    pages: {
      type: 'pages',
      next: page < totalPages ? address(call.url, page + 1, perPage) : null,
      page,
      per_page: perPage,
      total_pages: totalPages,
    },
  };
}

/** What a list that Intercom gives whole has on this answer: all, or one page of it and `pages` where lists are paged. */
export function maybePaged<T>(call: Call, all: readonly T[]): { items: readonly T[]; pages?: JsonObject } {
  if (!call.settings.pagedLists) return { items: all };
  const { items, pages } = numberedPage(call, all, { perPage: 5, max: 60 });
  return { items, pages };
}

function address(url: URL, page: number, perPage: number): string {
  const next = new URL(url);
  next.searchParams.set('page', String(page));
  next.searchParams.set('per_page', String(perPage));
  return next.toString();
}
