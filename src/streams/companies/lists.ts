/** What is inside of a company, and the contacts in it: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies */
import { described, text } from '../../core/columns/columns.ts';
import { type ChildLiteral, childRows, childStream } from '../common/children.ts';
import { entitiesAt, withId } from '../common/entity.ts';
import { noteColumns } from '../common/note.ts';
import { segmentColumns } from '../common/segment.ts';
import { sublist } from '../common/sublist.ts';
import { basicTagColumns } from '../common/tag.ts';
import type { Stream } from '../stream.ts';
import { companies } from './companies.ts';
import { saysAll } from './scan.ts';

const ofEachCompany = (literal: Omit<ChildLiteral, 'primaryKey'>): Stream =>
  childStream(companies, 'company', { primaryKey: ['company_id', 'id'], ...literal });

/** The rows of a list that the company itself has, and what makes them less than all that there are. */
const inside = (list: 'tags' | 'segments'): Pick<Stream, 'rows' | 'truncated'> => ({
  rows: (company) => childRows('company', company, withId(entitiesAt(company, list, list))),
  truncated: (company) => !saysAll(company, list),
});

export const companySegments = ofEachCompany({
  name: 'company_segments',
  description: 'Which company is in which segment: one row each, all of them in every sync.',
  columns: { ...segmentColumns, id: described(text, 'The id of segments.') },
  // Membership is computed: a company can enter or leave a segment without a new updated_at.
  fullSnapshot: true,
  ...inside('segments'),
});

export const companyTags = ofEachCompany({
  name: 'company_tags',
  description: 'Which company has which tag: one row each.',
  columns: { ...basicTagColumns, id: described(text, 'The id of tags.') },
  ...inside('tags'),
});

export const companyNotes = ofEachCompany({
  name: 'company_notes',
  description:
    'The notes on companies. A company that comes without its notes is asked for them by a request of its own.',
  columns: noteColumns('company'),
  detail: sublist({
    name: 'company_notes',
    path: (id) => `/companies/${encodeURIComponent(id)}/notes`,
    items: 'data',
    pageSize: 50,
    needed: (company) => !saysAll(company, 'notes'),
  }),
  rows: (company, detail) =>
    childRows('company', company, withId(detail ? entitiesAt(detail, 'data') : entitiesAt(company, 'notes', 'notes'))),
});

export const companyContacts = ofEachCompany({
  name: 'company_contacts',
  description:
    'Which contact belongs to which company, as the company lists them: one row each, all of them in every sync.',
  cost: 'a request per company',
  columns: {
    type: text,
    id: described(text, 'The id of contacts.'),
    external_id: described(text, "Your application's id of the contact."),
    role: described(text, '`user` or `lead`.'),
    email: text,
    name: text,
  },
  // No document says that a company is touched when a contact joins or leaves it.
  fullSnapshot: true,
  detail: sublist({
    name: 'company_contacts',
    path: (id) => `/companies/${encodeURIComponent(id)}/contacts`,
    items: 'data',
    pageSize: 50,
  }),
  rows: (company, detail) =>
    childRows(
      'company',
      company,
      withId(entitiesAt(detail, 'data')).map(({ type, id, external_id, role, email, name }) => ({
        type,
        id,
        external_id,
        role,
        email,
        name,
      })),
    ),
});
