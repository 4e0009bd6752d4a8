import type { Row } from '../../../src/core/events.ts';
import type { Workspace } from '../../../src/simulator/index.ts';
import { adminExceptions, companyExceptions, inside, notDocumented, parent } from './contract.ts';
import { asListed, type Oracle, within } from './oracle.ts';

const unmentioned = 'nothing lists deleted companies';

/** The rows of a stream of what is in each company. */
const ofEach =
  (childrenOf: (company: Row, workspace: Workspace) => Row[]): Oracle['rows'] =>
  (workspace) =>
    workspace.truth('companies').flatMap((company) =>
      childrenOf(company, workspace).map((child) => ({
        ...child,
        company_id: company.id,
        company_updated_at: company.updated_at,
      })),
    );

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
    unmentioned,
  },
  company_segments: {
    contract: { schema: 'segment', exceptions: parent('company') },
    asks: ['GET /companies/scroll'],
    rows: ofEach((company) => within(company, 'segments', 'segments')),
    neverFilled: { count: 'only in the list of segments' },
  },
  company_tags: {
    contract: { schema: 'tag_basic', exceptions: parent('company') },
    asks: ['GET /companies/scroll'],
    rows: ofEach((company) => within(company, 'tags', 'tags')),
    chosenBy: 'company_updated_at',
    untouched: { why: 'a company does not change when a tag is renamed', strip: ({ name, ...row }) => row },
    unmentioned,
  },
  company_notes: {
    contract: { schema: 'company_note', exceptions: { ...parent('company'), ...inside('author', adminExceptions) } },
    asks: ['GET /companies/scroll'],
    asksWhereLeftOut: ['GET /companies/:id/notes'],
    rows: ofEach((company) => within(company, 'notes', 'notes')),
    chosenBy: 'company_updated_at',
    untouched: {
      why: 'a company does not change when the author of a note does',
      strip: ({ author, ...row }) => row,
    },
    unmentioned,
  },
  company_contacts: {
    contract: {
      schema: 'contact_reference',
      exceptions: {
        ...parent('company'),
        ...notDocumented('role email name', "of the contact itself, which is in the company's list whole"),
      },
    },
    asks: ['GET /companies/scroll', 'GET /companies/:id/contacts'],
    rows: (workspace) => {
      const members = workspace.truth('company_contacts');
      return ofEach(({ id }) => members.filter(({ company_id }) => company_id === id))(workspace);
    },
  },
};
