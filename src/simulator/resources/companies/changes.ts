import type { Store } from '../../engine/store.ts';
import { need } from '../../engine/table.ts';
import { contacts } from '../contacts/tables.ts';
import { tags } from '../labels/tags.ts';
import { blankCompany, type Company } from './model.ts';
import { addNote } from './notes.ts';
import { companies, members } from './tables.ts';

/** Changes of companies. What a partial names is taken as it is, times included; the rest is stamped from the clock. */
export function companyChanges(store: Store) {
  const all = store.get(companies);
  const membersOf = store.get(members);
  const get = (id: string): Company => need(all, id, 'company');
  const put = (company: Company): Company => {
    all.set(company.id, company);
    if (!membersOf.has(company.id)) membersOf.set(company.id, new Set());
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
      for (const contactId of membersOf.get(id) ?? []) {
        const contact = need(store.get(contacts).all, contactId, 'contact');
        const company_ids = contact.company_ids.filter((one) => one !== id);
        store.get(contacts).put({ ...contact, company_ids, updated_at: store.seconds() });
      }
      membersOf.delete(id);
      all.delete(id);
    },

    /** Segments are computed by Intercom: a company's membership changes without touching its `updated_at`. */
    setCompanySegments(id: string, segmentIds: string[]): Company {
      return put({ ...get(id), segment_ids: segmentIds });
    },

    tagCompany(id: string, tagId: string): Company {
      const company = get(id);
      need(store.get(tags), tagId, 'tag');
      return touch(company, { tag_ids: [...company.tag_ids.filter((one) => one !== tagId), tagId] });
    },

    untagCompany(id: string, tagId: string): Company {
      const company = get(id);
      return touch(company, { tag_ids: company.tag_ids.filter((one) => one !== tagId) });
    },

    addCompanyNote(id: string, body?: string): Company {
      const company = get(id);
      return touch(company, { note_ids: [...company.note_ids, addNote(store, { company_id: id }, body)] });
    },
  };
}
