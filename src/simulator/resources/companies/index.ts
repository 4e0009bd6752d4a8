/** Companies: scrolled, listed, alone, and what hangs on them. */
import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { latestVersion } from '../../engine/version.ts';
import { companyJson } from './json.ts';
import { companies, notes } from './tables.ts';

export { companyChanges as changes } from './changes.ts';
export { routes } from './routes.ts';
export { seedCompanies as seed } from './seed.ts';

export const resources = { companies, notes };

export const truths = {
  companies: (store: Store): JsonObject[] =>
    [...store.get(companies).values()].map((company) => companyJson(store, company, latestVersion)),
};
