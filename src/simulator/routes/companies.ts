import { apiError, notFound } from '../http/api-error.ts';
import type { JsonObject } from '../json.ts';
import type { Company } from '../model/company.ts';
import { companyJson, noteJson, notesOf, segmentsJson } from '../represent/company.ts';
import { contactJson } from '../represent/contact.ts';
import { numberedPage } from './page-numbered.ts';
import type { Call, Route } from './route.ts';
import { nextScrollPage } from './scroll.ts';

const SCOPE = 'read_users_companies';
const SUBLIST = { perPage: 50, max: 60 };
const LISTED_AT_MOST = 10_000;

/** Companies: scrolled, listed, alone, and what hangs on them. */
export const companyRoutes: Route[] = [
  {
    method: 'GET',
    path: '/companies/scroll',
    scope: SCOPE,
    answer: (call) => {
      const { companies, scroll_param } = nextScrollPage(call);
      const data = companies.map((company) => companyJson(call.store, company, call.version));
      return { type: 'list', data, pages: null, total_count: null, scroll_param };
    },
  },
  { method: 'POST', path: '/companies/list', scope: SCOPE, answer: listCompanies },
  {
    method: 'GET',
    path: '/companies/:id',
    scope: SCOPE,
    answer: (call) => companyJson(call.store, companyOf(call), call.version),
  },
  {
    method: 'GET',
    path: '/companies/:id/segments',
    scope: SCOPE,
    answer: (call) => ({ type: 'list', data: segmentsJson(call.store, companyOf(call).segment_ids) }),
  },
  {
    method: 'GET',
    path: '/companies/:id/contacts',
    scope: SCOPE,
    answer: (call) => {
      const members = [...(call.store.members.get(companyOf(call).id) ?? [])];
      const { items, ...rest } = numberedPage(
        call,
        members.map((id) => call.store.contacts.all.get(id)!),
        SUBLIST,
      );
      return { type: 'list', data: items.map((contact) => contactJson(call.store, contact, call.version)), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/companies/:id/notes',
    scope: SCOPE,
    since: '2.15',
    answer: (call) => {
      const { items, ...rest } = numberedPage(call, notesOf(call.store, companyOf(call).note_ids), SUBLIST);
      return { type: 'list', data: items.map((note) => noteJson(call.store, note)), ...rest };
    },
  },
];

function companyOf({ store, param }: Call): Company {
  const company = store.companies.get(param('id'));
  if (!company) throw notFound('Company Not Found', 'company_not_found');
  return company;
}

/**
 * Lists companies that have people, last seen first, and no more than 10,000 of them.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies/listallcompanies
 */
function listCompanies(call: Call): JsonObject {
  const oldestFirst = call.query('order') === 'asc';
  const companies = [...call.store.companies.values()]
    .filter((company) => (call.store.members.get(company.id)?.size ?? 0) > 0)
    .sort((a, b) => (b.last_request_at ?? 0) - (a.last_request_at ?? 0) || (a.id < b.id ? -1 : 1));
  if (oldestFirst) companies.reverse();
  const { items, pages, total_count } = numberedPage(call, companies, { perPage: 15, max: 60 });
  if ((Number(pages.page) - 1) * Number(pages.per_page) >= LISTED_AT_MOST) {
    throw apiError(400, 'client_error', 'page limit reached, please use scroll API');
  }
  return {
    type: 'list',
    data: items.map((company) => companyJson(call.store, company, call.version)),
    pages,
    total_count,
  };
}
