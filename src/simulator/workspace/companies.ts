import { blankCompany, type Company } from '../model/company.ts';
import { need, type Store } from './store.ts';

/** Changes of companies. What a partial names is taken as it is, times included; the rest is stamped from the clock. */
export function companyMutators(store: Store) {
  const { companies, members } = store;
  const get = (id: string): Company => need(companies, id, 'company');
  const put = (company: Company): Company => {
    companies.set(company.id, company);
    if (!members.has(company.id)) members.set(company.id, new Set());
    return company;
  };
  const touch = (company: Company, changes: Partial<Company>): Company =>
    put({ ...company, updated_at: store.seconds(), ...changes, id: company.id });

  return {
    createCompany(partial: Partial<Company> = {}): Company {
      const created = partial.created_at ?? partial.updated_at ?? store.seconds();
      return put({ ...blankCompany(partial.id ?? store.ids.object(created), created), ...partial });
    },

    updateCompany(id: string, partial: Partial<Company>): Company {
      return touch(get(id), partial);
    },

    /** Deletes a company; its people stay and are touched. */
    deleteCompany(id: string): void {
      get(id);
      for (const contactId of members.get(id) ?? []) {
        const contact = need(store.contacts.all, contactId, 'contact');
        const company_ids = contact.company_ids.filter((one) => one !== id);
        store.contacts.put({ ...contact, company_ids, updated_at: store.seconds() });
      }
      members.delete(id);
      companies.delete(id);
    },

    /** Segments are computed by Intercom: a company's membership changes without touching its `updated_at`. */
    setCompanySegments(id: string, segmentIds: string[]): Company {
      return put({ ...get(id), segment_ids: segmentIds });
    },

    tagCompany(id: string, tagId: string): Company {
      const company = get(id);
      need(store.tags, tagId, 'tag');
      return touch(company, { tag_ids: [...company.tag_ids.filter((one) => one !== tagId), tagId] });
    },

    untagCompany(id: string, tagId: string): Company {
      const company = get(id);
      return touch(company, { tag_ids: company.tag_ids.filter((one) => one !== tagId) });
    },

    addCompanyNote(id: string, body = '<p>A note.</p>'): Company {
      const company = get(id);
      const noteId = store.ids.number('note');
      const author_id = store.admins.keys().next().value ?? null;
      const note = { id: noteId, created_at: store.seconds(), contact_id: undefined, company_id: id, author_id, body };
      store.notes.set(noteId, note);
      return touch(company, { note_ids: [...company.note_ids, noteId] });
    },
  };
}
