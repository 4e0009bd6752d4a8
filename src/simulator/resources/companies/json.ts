import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { segmentsJson } from '../labels/segments.ts';
import { tagBasicJson } from '../labels/tags.ts';
import { adminJson, admins } from '../people/admins.ts';
import type { Company, Note } from './model.ts';
import { members, notes } from './tables.ts';

/** A company as the API shows it; what is not known of it is left out. Notes are inline from 2.15. */
export function companyJson(store: Store, company: Company, version: number): JsonObject {
  const { tag_ids, segment_ids, note_ids, ...plain } = company;
  return {
    type: 'company',
    app_id: store.settings.workspaceId,
    ...plain,
    plan: company.plan === null ? {} : { type: 'plan', ...company.plan },
    user_count: store.get(members).get(company.id)?.size ?? 0,
    tags: { type: 'tag.list', tags: tag_ids.flatMap((id) => tagBasicJson(store, id)) },
    segments: { type: 'segment.list', segments: segmentsJson(store, segment_ids) },
    ...(version >= 215
      ? { notes: { type: 'note.list', notes: notesOf(store, note_ids).map((note) => noteJson(store, note)) } }
      : {}),
  };
}

/** The notes with these ids, newest first. */
export function notesOf(store: Store, ids: readonly string[]): Note[] {
  return ids
    .flatMap((id) => store.get(notes).get(id) ?? [])
    .sort((a, b) => b.created_at - a.created_at || Number(b.id) - Number(a.id));
}

/** A note, with whom it is about. */
export function noteJson(store: Store, note: Note): JsonObject {
  const { contact_id, company_id, author_id, ...plain } = note;
  const author = author_id === null ? undefined : store.get(admins).get(author_id);
  return {
    type: 'note',
    ...plain,
    ...(contact_id ? { contact: { type: 'contact', id: contact_id } } : {}),
    ...(company_id ? { company: { type: 'company', id: company_id } } : {}),
    author: author ? adminJson(store, author) : null,
  };
}
