import { apiError, notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import { contactJson } from '../contacts/json.ts';
import { contacts } from '../contacts/tables.ts';
import { segmentsJson } from '../labels/segments.ts';
import { companyJson, noteJson, notesOf } from './json.ts';
import type { Company } from './model.ts';
import { nextScrollPage } from './scroll.ts';
import { companies, members } from './tables.ts';

const scope = 'read_users_companies';
const sublist = { perPage: 50, max: 60 };
const mostListed = 10_000;

/** Companies: scrolled, listed, alone, and what hangs on them. */
export const routes: Route[] = [
  {
    method: 'GET',
    path: '/companies/scroll',
    scope,
    respond: (call) => {
      const { companies: page, scroll_param } = nextScrollPage(call);
      const data = page.map((company) => companyJson(call.store, company, call.version));
      return { type: 'list', data, pages: null, total_count: null, scroll_param };
    },
  },
  { method: 'POST', path: '/companies/list', scope, respond: listCompanies },
  {
    method: 'GET',
    path: '/companies/:id',
    scope,
    respond: (call) => companyJson(call.store, companyOf(call), call.version),
  },
  {
    method: 'GET',
    path: '/companies/:id/segments',
    scope,
    respond: (call) => ({ type: 'list', data: segmentsJson(call.store, companyOf(call).segment_ids) }),
  },
  {
    method: 'GET',
    path: '/companies/:id/contacts',
    scope,
    respond: (call) => {
      const ids = [...(call.store.get(members).get(companyOf(call).id) ?? [])];
      const { items, ...rest } = numberedPage(
        call,
        ids.map((id) => call.store.get(contacts).all.get(id)!),
        sublist,
      );
      return { type: 'list', data: items.map((contact) => contactJson(call.store, contact, call.version)), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/companies/:id/notes',
    scope,
    since: '2.15',
    respond: (call) => {
      const { items, ...rest } = numberedPage(call, notesOf(call.store, companyOf(call).note_ids), sublist);
      return { type: 'list', data: items.map((note) => noteJson(call.store, note)), ...rest };
    },
  },
];

function companyOf({ store, param }: Call): Company {
  const company = store.get(companies).get(param('id'));
  if (!company) throw notFound('Company Not Found', 'company_not_found');
  return company;
}

/**
 * Lists companies that have people, last seen first, and no more than 10,000 of them.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies/listallcompanies
 */
function listCompanies(call: Call): JsonObject {
  const oldestFirst = call.query('order') === 'asc';
  const listed = [...call.store.get(companies).values()]
    .filter((company) => (call.store.get(members).get(company.id)?.size ?? 0) > 0)
    .sort((a, b) => (b.last_request_at ?? 0) - (a.last_request_at ?? 0) || (a.id < b.id ? -1 : 1));
  if (oldestFirst) listed.reverse();
  const { items, pages, total_count } = numberedPage(call, listed, { perPage: 15, max: 60 });
  if ((Number(pages.page) - 1) * Number(pages.per_page) >= mostListed) {
    throw apiError(400, 'client_error', 'page limit reached, please use scroll API');
  }
  return {
    type: 'list',
    data: items.map((company) => companyJson(call.store, company, call.version)),
    pages,
    total_count,
  };
}
