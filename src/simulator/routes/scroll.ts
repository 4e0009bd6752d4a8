import { randomUUID } from 'node:crypto';
import { apiError, notFound } from '../http/api-error.ts';
import type { Company } from '../model/company.ts';
import type { Store } from '../workspace/store.ts';
import type { Call } from './route.ts';

interface Scroll {
  param: string;
  /** The companies as they were when the scroll was opened. */
  companies: Company[];
  position: number;
  expiresAt: number;
}

const PER_PAGE = 100;
const scrolls = new WeakMap<Store, Scroll>();

/**
 * The next 100 companies of the workspace's one scroll, always under the same parameter. An empty page ends it; left
 * alone for a minute it expires, and then its parameter is unknown.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies/scrolloverallcompanies
 */
export function nextScrollPage(call: Call): { companies: Company[]; scroll_param: string } {
  const { store, settings } = call;
  const now = settings.now();
  const asked = call.query('scroll_param');
  let scroll = scrolls.get(store);
  if (scroll && scroll.expiresAt <= now) scroll = undefined;

  if (asked !== undefined) {
    if (scroll?.param !== asked) throw notFound('scroll parameter not found');
  } else {
    if (scroll) throw scrollExists();
    scroll = { param: randomUUID(), companies: snapshot(call), position: 0, expiresAt: 0 };
    scrolls.set(store, scroll);
  }

  const companies = scroll.companies.slice(scroll.position, scroll.position + PER_PAGE);
  scroll.position += companies.length;
  scroll.expiresAt = now + settings.scrollExpirySeconds * 1000;
  if (companies.length === 0) scrolls.delete(store);
  return { companies, scroll_param: scroll.param };
}

/** Ends the workspace's scroll, if there is one. */
export function endScroll(store: Store): void {
  scrolls.delete(store);
}

/** The 400 of a second scroll. */
export function scrollExists() {
  return apiError(400, 'scroll_exists', 'scroll already exists for this workspace');
}

function snapshot({ store, settings }: Call): Company[] {
  const companies = [...store.companies.values()];
  if (!settings.scrollHidesEmptyCompanies) return companies;
  return companies.filter((company) => (store.members.get(company.id)?.size ?? 0) > 0);
}
