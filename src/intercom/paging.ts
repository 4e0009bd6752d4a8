/** Reading pages: where the items are, and what asks for the next one. A next link's host is never looked at. */
import { ConnectorError } from '../errors.ts';
import type { Body } from './answer.ts';

/** The page's items. Throws where the answer has no such list: an empty page must be an empty list, not a missing one. */
export function itemsOf(body: Body, field: string, path: string): Body[] {
  const items = body[field];
  if (Array.isArray(items)) return items;
  throw new ConnectorError('request_refused', `Intercom's answer to ${path} has no list "${field}".`, {
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

/** Throws `paging_stuck` when a page names itself as the next one: following it would never end. */
export function assertAdvances(previous: string | undefined, next: string | undefined, path: string): void {
  if (next === undefined || next !== previous) return;
  throw new ConnectorError(
    'paging_stuck',
    `Paging of ${path} does not advance: Intercom gives the same cursor again.`,
    {
      hint: 'Run it again later: it goes on where it stopped.',
    },
  );
}

function queryParameter(url: string, name: string): string | undefined {
  const query = url.slice(url.indexOf('?') + 1);
  return new URLSearchParams(query).get(name) ?? undefined;
}
