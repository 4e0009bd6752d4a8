import type { NumberIds } from '../../engine/ids.ts';
import type { Store } from '../../engine/store.ts';
import { firstAdmin } from '../people/admins.ts';
import type { Note } from './model.ts';
import { notes } from './tables.ts';

const noteIds: NumberIds = { from: 17495000n, step: 90 };

/** Adds a note of now, of the first admin, about a contact or a company. Returns its id. */
export function addNote(
  store: Store,
  about: Partial<Pick<Note, 'contact_id' | 'company_id'>>,
  body = '<p>A note.</p>',
): string {
  const id = store.ids.number(noteIds);
  const author_id = firstAdmin(store)?.id ?? null;
  const nobody = { contact_id: undefined, company_id: undefined };
  store.get(notes).set(id, { id, created_at: store.seconds(), ...nobody, ...about, author_id, body });
  return id;
}
