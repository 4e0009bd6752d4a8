import { randomUUID } from 'node:crypto';
import { apiError, notFound } from '../../engine/api-error.ts';
import type { Call } from '../../engine/route.ts';
import type { Store, StoreKey } from '../../engine/store.ts';
import type { Company } from './model.ts';
import { companies, members } from './tables.ts';

interface Scroll {
  param: string;
  /** The companies as they were when the scroll was opened. */
  companies: Company[];
  position: number;
  expiresAt: number;
}

const perPage = 100;

/** The workspace's one scroll, while there is one. */
const scrollOf: StoreKey<{ current: Scroll | undefined }> = { name: 'scroll', init: () => ({ current: undefined }) };

/**
 * The next 100 companies of the workspace's one scroll, always under the same parameter. An empty page ends it; left
 * alone for a minute it expires, and then its parameter is unknown.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies/scrolloverallcompanies
 */
export function nextScrollPage(call: Call): { companies: Company[]; scroll_param: string } {
  const { store, settings } = call;
  const now = settings.now();
  const asked = call.query('scroll_param');
  const open = store.get(scrollOf);
  if (open.current && open.current.expiresAt <= now) open.current = undefined;

  if (asked !== undefined) {
    if (open.current?.param !== asked) throw notFound('scroll parameter not found');
  } else {
    if (open.current) throw scrollExists();
    open.current = { param: randomUUID(), companies: snapshot(call), position: 0, expiresAt: 0 };
  }

  const scroll = open.current;
  const page = scroll.companies.slice(scroll.position, scroll.position + perPage);
  scroll.position += page.length;
  scroll.expiresAt = now + settings.scrollExpirySeconds * 1000;
  if (page.length === 0) open.current = undefined;
  return { companies: page, scroll_param: scroll.param };
}

/** Ends the workspace's scroll, if there is one. */
export function endScroll(store: Store): void {
  store.get(scrollOf).current = undefined;
}

/** The 400 of a second scroll. */
export function scrollExists() {
  return apiError(400, 'scroll_exists', 'scroll already exists for this workspace');
}

function snapshot({ store, settings }: Call): Company[] {
  const all = [...store.get(companies).values()];
  if (!settings.scrollHidesEmptyCompanies) return all;
  return all.filter((company) => (store.get(members).get(company.id)?.size ?? 0) > 0);
}
