/** Companies and the segments they are in: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies */
import type { Entity } from '../../intercom/readers/reader.ts';
import { scroll } from '../../intercom/readers/scroll.ts';
import { childColumns, childRows } from '../common/children.ts';
import { companyColumns } from '../common/company.ts';
import { entitiesAt, isEntity, isId, updatedAt, valueAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { segmentColumns } from '../common/segment.ts';
import { defineStream, type Scan } from '../stream.ts';

const readCompanies = scroll({ path: '/companies/scroll', items: 'data' });

/** Whether the company says in which segments it is: without a list of them it does not say that it is in none. */
const saysSegments = (company: Entity): boolean => {
  const listed = valueAt(company, 'segments', 'segments');
  return Array.isArray(listed) && listed.every((segment) => isEntity(segment) && isId(segment.id));
};

const companyScan: Scan = {
  name: 'companies',
  cursor: updatedAt,
  async *read(context, range) {
    let silent = 0;
    for await (const page of readCompanies(context, range)) {
      silent += page.entities.filter((company) => !saysSegments(company)).length;
      yield page;
    }
    if (silent > 0) {
      context.log(
        'warn',
        `${silent} companies came without a whole list of their segments: what company_segments hold of them is added to, not replaced.`,
      );
    }
  },
};

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

export const companySegments = defineStream({
  name: 'company_segments',
  description: 'Which company is in which segment: one row each, all of them in every sync.',
  permission: permissions.people,
  primaryKey: ['company_id', 'id'],
  cursor: 'company_updated_at',
  columns: childColumns('company', segmentColumns),
  parent: { stream: 'companies', column: 'company_id' },
  // Membership is computed: a company can enter or leave a segment without a new updated_at.
  fullSnapshot: true,
  scan: companyScan,
  rows: (company) =>
    childRows(
      'company',
      company,
      entitiesAt(company, 'segments', 'segments').filter(({ id }) => isId(id)),
    ),
  truncated: (company) => !saysSegments(company),
});
