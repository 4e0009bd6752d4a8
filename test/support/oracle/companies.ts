import { companyExceptions, parent } from './contract.ts';
import { asListed, type Oracle, within } from './oracle.ts';

export const companies: Record<string, Oracle> = {
  companies: {
    contract: { schema: 'company', exceptions: companyExceptions },
    asks: ['GET /companies/scroll'],
    asksById: '/companies/:id',
    rows: asListed('companies'),
    chosenBy: 'updated_at',
    untouched: {
      why: 'a company does not change when its people, its segments, the names of its tags or the authors of its notes do',
      strip: ({ user_count, segments, notes, ...row }) => ({
        ...row,
        tags: within({ ...row }, 'tags', 'tags').map(({ id }) => id),
      }),
    },
    unmentioned: 'nothing lists deleted companies',
  },
  company_segments: {
    contract: { schema: 'segment', exceptions: parent('company') },
    asks: ['GET /companies/scroll'],
    rows: (workspace) =>
      workspace.truth('companies').flatMap((company) =>
        within(company, 'segments', 'segments').map((segment) => ({
          ...segment,
          company_id: company.id,
          company_updated_at: company.updated_at,
        })),
      ),
    neverFilled: { count: 'only in the list of segments' },
  },
};
