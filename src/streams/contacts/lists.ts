/**
 * What a contact shows ten of at most: its tags and companies, which are asked for where there are more, and its notes, of which it
 * shows ids only. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/listtagsforacontact
 */
import { type Columns, described, text } from '../../core/columns/columns.ts';
import { isWhole } from '../common/addressable-list.ts';
import { childRows } from '../common/children.ts';
import { entitiesAt, withId } from '../common/entity.ts';
import { noteColumns } from '../common/note.ts';
import { sublist } from '../common/sublist.ts';
import type { Stream } from '../stream.ts';
import { ofEachContact } from './child.ts';

/** What both say of each, so that a row is the same whether it comes from the contact or from the list below it. */
const referenceColumns = (stream: string): Columns => ({ type: text, id: described(text, `The id of ${stream}.`) });

/** The rows of a list that is asked for only where the contact does not show all of it. */
const references =
  (list: 'tags' | 'companies'): Stream['rows'] =>
  (contact, detail) =>
    childRows(
      'contact',
      contact,
      withId(detail ? entitiesAt(detail, 'data') : entitiesAt(contact, list, 'data')).map(({ type, id }) => ({
        type,
        id,
      })),
    );

export const contactTags = ofEachContact({
  name: 'contact_tags',
  description: 'Which contact has which tag: one row each.',
  columns: referenceColumns('tags'),
  vanishing: 'archived or deleted',
  detail: sublist({
    name: 'contact_tags',
    path: (id) => `/contacts/${encodeURIComponent(id)}/tags`,
    items: 'data',
    needed: ({ tags }) => !isWhole(tags),
    rare: true,
  }),
  rows: references('tags'),
});

export const contactCompanies = ofEachContact({
  name: 'contact_companies',
  description: 'Which contact belongs to which company: one row each.',
  columns: referenceColumns('companies'),
  vanishing: 'archived or deleted',
  detail: sublist({
    name: 'contact_companies',
    path: (id) => `/contacts/${encodeURIComponent(id)}/companies`,
    // The reference's example says the one, its schema the other.
    items: ['data', 'companies'],
    pageSize: 50,
    needed: ({ companies }) => !isWhole(companies),
    rare: true,
  }),
  rows: references('companies'),
});

export const contactNotes = ofEachContact({
  name: 'contact_notes',
  description: 'The notes on contacts, as of when the contact last changed.',
  cost: 'a request per contact with notes',
  columns: noteColumns('contact'),
  detail: sublist({
    name: 'contact_notes',
    path: (id) => `/contacts/${encodeURIComponent(id)}/notes`,
    items: 'data',
    pageSize: 50,
    needed: ({ notes }) => !(isWhole(notes) && notes.data.length === 0),
  }),
  rows: (contact, detail) => childRows('contact', contact, withId(entitiesAt(detail, 'data'))),
});
