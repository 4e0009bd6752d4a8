/** Companies: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies */
import { companyColumns } from '../common/company.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';
import { companyScan } from './scan.ts';

export const companies = defineStream({
  name: 'companies',
  description: 'The companies, with their plan, tags, segments and custom attributes.',
  permission: permissions.people,
  primaryKey: ['id'],
  byId: (id) => `/companies/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: companyColumns,
  scan: companyScan,
});
