/** Streams of what belongs to a contact. */
import { type ChildLiteral, childStream } from '../common/children.ts';
import type { Stream } from '../stream.ts';
import { contacts, mergedInto } from './contacts.ts';

/** Completes the literal of a stream whose rows come as the whole set of one contact: by default of things with an id. `columns`: those of the row itself. */
export const ofEachContact = (literal: Omit<ChildLiteral, 'primaryKey'> & Partial<ChildLiteral>): Stream =>
  childStream(contacts, 'contact', {
    primaryKey: ['contact_id', 'id'],
    tombstonesFromRecord: mergedInto,
    ...literal,
  });
