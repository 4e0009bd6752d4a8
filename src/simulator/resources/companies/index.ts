/** Companies: scrolled, listed, alone, and what hangs on them. */
import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { latestVersion } from '../../engine/version.ts';
import { contacts } from '../contacts/tables.ts';
import { companyJson } from './json.ts';
import { companies, notes } from './tables.ts';

export { companyChanges as changes } from './changes.ts';
export { routes } from './routes.ts';
export { seedCompanies as seed } from './seed.ts';

export const resources = { companies, notes };

export const truths = {
  companies: (store: Store): JsonObject[] =>
    [...store.get(companies).values()].map((company) => companyJson(store, company, latestVersion)),
  /** Who is in which company. Its list gives contacts whom no search gives. */
  company_contacts: (store: Store): JsonObject[] =>
    [...store.get(contacts).all.values()].flatMap(({ id, external_id, role, email, name, company_ids }) =>
      company_ids.map((company_id) => ({ company_id, type: 'contact', id, external_id, role, email, name })),
    ),
};
