import type { Store } from '../../engine/store.ts';
import { need } from '../../engine/table.ts';
import { addNote } from '../companies/notes.ts';
import { companies, members, notes } from '../companies/tables.ts';
import { conversations } from '../conversations/tables.ts';
import { segments } from '../labels/segments.ts';
import { tags, withTag } from '../labels/tags.ts';
import { tickets } from '../tickets/tables.ts';
import { blankContact, type Contact, type InactiveContact } from './model.ts';
import { activities, contacts, inactiveContacts, mergedContacts } from './tables.ts';

/** Changes of contacts. What a partial names is taken as it is, times included; the rest is stamped from the clock. */
export function contactChanges(store: Store) {
  const shown = store.get(contacts);
  const inactive = store.get(inactiveContacts);
  const membersOf = store.get(members);
  const feed = store.get(activities);

  const put = (contact: Contact): Contact => {
    const before = shown.all.get(contact.id)?.company_ids ?? [];
    if (before !== contact.company_ids) {
      for (const id of before) membersOf.get(id)?.delete(contact.id);
      for (const id of contact.company_ids) membersOf.get(id)?.add(contact.id);
    }
    return shown.put(contact);
  };
  const get = (id: string): Contact => need(shown.all, id, 'contact');
  const touch = (contact: Contact, changes: Partial<Contact>): Contact =>
    put({ ...contact, updated_at: store.seconds(), ...changes, id: contact.id });
  const leave = (contact: Contact, status: InactiveContact['status'], merged_into_id?: string): void => {
    for (const id of contact.company_ids) membersOf.get(id)?.delete(contact.id);
    shown.remove(contact.id);
    const { id, external_id, email } = contact;
    const mayReturn = status === 'archived' || status === 'blocked';
    inactive.delete(id);
    inactive.set(id, {
      id,
      ...(status === 'permanently_deleted' ? { external_id: null, email: null } : { external_id, email }),
      status,
      ...(merged_into_id === undefined ? {} : { merged_into_id }),
      updated_at: store.seconds(),
      contact: mayReturn ? contact : undefined,
    });
  };
  /** Shows a contact again as it was, without what has gone meanwhile; its `updated_at` is the old one unless given. */
  const comeBack = (id: string, status: InactiveContact['status'], partial: Partial<Contact>): Contact => {
    const left = inactive.get(id);
    if (left?.contact === undefined || left.status !== status) {
      throw new Error(`The simulator has no ${status} contact with id ${id}.`);
    }
    inactive.delete(id);
    const old = left.contact;
    return put({
      ...old,
      company_ids: old.company_ids.filter((one) => store.get(companies).has(one)),
      tags: old.tags.filter((tag) => store.get(tags).has(tag.id)),
      segment_ids: old.segment_ids.filter((one) => store.get(segments).has(one)),
      ...partial,
      id,
    });
  };

  return {
    createContact(partial: Partial<Contact> = {}): Contact {
      const created = partial.created_at ?? partial.updated_at ?? store.seconds();
      const contact = { ...blankContact(partial.id ?? store.ids.object(created), created), ...partial };
      contact.email_domain = partial.email_domain ?? contact.email?.split('@')[1] ?? null;
      for (const id of contact.company_ids) need(store.get(companies), id, 'company');
      feed.add('contact.created', contact);
      return put(contact);
    },

    updateContact(id: string, partial: Partial<Contact>): Contact {
      return touch(get(id), partial);
    },

    /** Deletes a contact, one that is archived or blocked too. */
    deleteContact(id: string): void {
      const contact = inactive.get(id)?.contact ?? get(id);
      leave(contact, 'permanently_deleted');
      feed.add('contact.deleted', contact);
    },

    /** Archives a contact, as "delete" in Intercom's own pages does: it is shown no more, and no activity tells of it. */
    archiveContact(id: string): void {
      leave(get(id), 'archived');
    },

    /** Brings an archived contact back, with its old `updated_at` unless another is given. */
    unarchiveContact(id: string, partial: Partial<Contact> = {}): Contact {
      return comeBack(id, 'archived', partial);
    },

    /** Blocks a contact, which is shown no more either. */
    blockContact(id: string): void {
      leave(get(id), 'blocked');
    },

    unblockContact(id: string, partial: Partial<Contact> = {}): Contact {
      return comeBack(id, 'blocked', partial);
    },

    /** Merges a lead into a user: the lead goes, and its companies, tags, notes and conversations become the user's. */
    mergeContacts(leadId: string, userId: string): Contact {
      const lead = get(leadId);
      const user = get(userId);
      leave(lead, 'merged', userId);
      store.get(mergedContacts).set(leadId, userId);
      feed.add('contact.merged', user, { merge_source_id: leadId, merge_target_id: userId });
      for (const id of lead.note_ids) {
        const note = store.get(notes).get(id);
        if (note) store.get(notes).set(id, { ...note, contact_id: userId });
      }
      for (const conversation of [...store.get(conversations).all.values()]) {
        if (!conversation.contact_ids.includes(leadId)) continue;
        const contact_ids = [...new Set(conversation.contact_ids.map((id) => (id === leadId ? userId : id)))];
        store.get(conversations).put({ ...conversation, contact_ids, updated_at: store.seconds() });
      }
      for (const ticket of [...store.get(tickets).all.values()]) {
        if (!ticket.contact_ids.includes(leadId)) continue;
        const contact_ids = [...new Set(ticket.contact_ids.map((id) => (id === leadId ? userId : id)))];
        store.get(tickets).put({ ...ticket, contact_ids, updated_at: store.seconds() });
      }
      const merge = { source_contact_id: leadId, source_contact_role: lead.role, merged_at: store.seconds() };
      const ownTags = new Set(user.tags.map((tag) => tag.id));
      return touch(user, {
        merge_history: [...user.merge_history, ...lead.merge_history, merge],
        company_ids: [...new Set([...user.company_ids, ...lead.company_ids])],
        tags: [...user.tags, ...lead.tags.filter((tag) => !ownTags.has(tag.id))],
        note_ids: [...user.note_ids, ...lead.note_ids],
      });
    },

    /** A merge that Intercom could not carry out: only the feed tells of it. */
    failMerge(leadId: string, userId: string, reason = 'duplicate_external_id'): void {
      feed.add('contact.merge_failed', get(leadId), {
        merge_source_id: leadId,
        merge_target_id: userId,
        failure_reason: reason,
      });
    },

    changeRole(id: string, role: Contact['role']): Contact {
      const changed = touch(get(id), { role });
      feed.add('contact.role_updated', changed);
      return changed;
    },

    attachCompany(contactId: string, companyId: string): Contact {
      const contact = get(contactId);
      need(store.get(companies), companyId, 'company');
      return touch(contact, { company_ids: [...contact.company_ids.filter((id) => id !== companyId), companyId] });
    },

    detachCompany(contactId: string, companyId: string): Contact {
      const contact = get(contactId);
      return touch(contact, { company_ids: contact.company_ids.filter((id) => id !== companyId) });
    },

    tagContact(contactId: string, tagId: string): Contact {
      const contact = get(contactId);
      return touch(contact, { tags: withTag(store, contact.tags, tagId) });
    },

    untagContact(contactId: string, tagId: string): Contact {
      const contact = get(contactId);
      return touch(contact, { tags: contact.tags.filter((tag) => tag.id !== tagId) });
    },

    /** Segments are computed by Intercom, so joining one does not touch the contact. */
    setContactSegments(contactId: string, ids: string[]): Contact {
      return put({ ...get(contactId), segment_ids: ids });
    },

    addContactNote(contactId: string, body?: string): Contact {
      const contact = get(contactId);
      return touch(contact, { note_ids: [...contact.note_ids, addNote(store, { contact_id: contactId }, body)] });
    },
  };
}
