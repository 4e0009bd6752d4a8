/** Reading pages: where the items are, and what asks for the next one. A next link's host is never looked at. */
import { ConnectorError } from '../../core/errors.ts';
import type { Body } from '../http/response.ts';
import { createSeen } from './seen.ts';

/** The field of a response that holds its list; or the names that it may have, where Intercom's documents contradict each other. */
export type ItemsField = string | readonly string[];

/** The page's items. Throws where the response has no such list: an empty page must be an empty list, not a missing one. */
export function itemsOf(body: Body, field: ItemsField, path: string): unknown[] {
  const names = typeof field === 'string' ? [field] : field;
  const items = names.map((name) => body[name]).find(Array.isArray);
  if (items) return items;
  throw new ConnectorError('request_refused', `Intercom's answer to ${path} has no list "${names.join('" or "')}".`, {
    hint: 'If this goes on, report it: the API may have changed.',
  });
}

/** The cursor of the next page: `pages.next` is null, an object, or a URL. Undefined on the last page. */
export function nextCursor(body: Body): string | undefined {
  const pages = body.pages as { next?: unknown } | null | undefined;
  const next = pages?.next;
  if (typeof next === 'string') return queryParameter(next, 'starting_after');
  if (typeof next !== 'object' || next === null) return undefined;
  const cursor = (next as { starting_after?: unknown }).starting_after;
  if (cursor === undefined || cursor === null || cursor === '') return undefined;
  if (typeof cursor === 'string' || typeof cursor === 'number') return String(cursor);
  throw new ConnectorError('request_refused', "Intercom's answer names a next page by something that is no cursor.", {
    hint: 'If this goes on, report it: the API may have changed.',
  });
}

/**
 * A check for the cursors of one paging: throws `paging_stuck` at one that was used before, since following it would never end.
 * Cursors are kept as hashes.
 */
export function createTrail(path: string): (cursor: string | undefined) => void {
  const seen = createSeen();
  return (cursor) => {
    if (cursor !== undefined && seen.note(cursor, undefined) !== 'new')
      throw pagingStuck(path, 'the same cursor again');
  };
}

export const pagingStuck = (path: string, why: string) =>
  new ConnectorError('paging_stuck', `Paging of ${path} does not advance: Intercom gives ${why}.`, {
    hint: 'Run it again later: it goes on where it stopped.',
  });

/** How many records there are in all, as far as the response says. */
export const totalCount = (body: Body): number | undefined => countIn(body.total_count);

/** How many pages there are in all, as far as the response says. */
export const totalPages = (body: Body): number | undefined =>
  countIn((body.pages as { total_pages?: unknown } | null | undefined)?.total_pages) ?? countIn(body.total_pages);

/** Whether the response says if there is a page behind this one: how many there are, which is the next, or that there is none. */
export const saysPages = (body: Body): boolean =>
  totalPages(body) !== undefined ||
  (body.pages as { next?: unknown } | null | undefined)?.next !== undefined ||
  body.has_more !== undefined;

/** Whether a page holds fewer items than were asked for and than the response says that a page holds, where it says so. */
export function isShort(body: Body, found: readonly unknown[], size: number): boolean {
  const told = toldLength(body);
  return told !== undefined && found.length < Math.min(size, told);
}

/** How many items a page holds, where so many were asked for. */
export const pageLength = (body: Body, size: number): number => Math.max(1, Math.min(size, toldLength(body) ?? size));

const toldLength = (body: Body): number | undefined =>
  countIn((body.pages as { per_page?: unknown } | null | undefined)?.per_page) ?? countIn(body.per_page);

/** Whether pages without cursors go on behind this one, by its number. */
export function hasPageAfter(body: Body, page: number): boolean {
  const pages = (body.pages ?? {}) as { next?: unknown };
  const next = typeof pages.next === 'string' ? queryParameter(pages.next, 'page') : (pages.next as NextPage)?.page;
  return Number(next) > page || (totalPages(body) ?? 0) > page || body.has_more === true;
}

/**
 * What asks for the page behind this one, the `page`th: the cursor that the response names, else the next number, or all that its URL says
 * where it names neither. Undefined on the last page.
 */
export function nextPage(body: Body, page: number): Record<string, string> | undefined {
  const cursor = nextCursor(body);
  if (cursor !== undefined) return { starting_after: cursor };
  const { next } = (body.pages ?? {}) as { next?: unknown };
  const named = typeof next === 'string' && next.includes('?') ? Object.fromEntries(queryOf(next)) : {};
  if (Object.keys(named).length > 0 && named.page === undefined) return named;
  return hasPageAfter(body, page) ? { page: String(page + 1) } : undefined;
}

type NextPage = { page?: unknown } | null | undefined;

const countIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

const queryParameter = (url: string, name: string): string | undefined => queryOf(url).get(name) ?? undefined;

const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.slice(url.indexOf('?') + 1));
