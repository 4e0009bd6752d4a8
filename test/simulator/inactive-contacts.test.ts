/** Contacts that are shown no longer. */
import { describe, expect, test } from 'vitest';
import { type Bench, bench, errorOf, everything, idsOf, noon, recordsOf } from './ask.ts';

const people = (options = {}) => {
  const simulator = bench({ version: '2.17', ...options });
  const { workspace, clock } = simulator;
  const company = workspace.createCompany();
  const contact = workspace.createContact({ external_id: 'u1', company_ids: [company.id] });
  const other = workspace.createContact();
  const conversation = workspace.createConversation({ contact_ids: [contact.id] });
  clock.seconds += 100;
  return { ...simulator, company, contact, other, conversation };
};
const searched = async ({ post }: Pick<Bench, 'post'>) => idsOf(await post('/contacts/search', everything)).sort();

describe('an archived or blocked contact', () => {
  test.each([
    ['archiveContact', 'unarchiveContact', 'unblockContact'],
    ['blockContact', 'unblockContact', 'unarchiveContact'],
  ] as const)(
    '%s: is shown nowhere but in its conversations, and no activity tells of it',
    async (hide, show, wrong) => {
      const simulator = people();
      const { workspace, get, company, contact, other, conversation } = simulator;
      const before = (await get(`/contacts/${contact.id}`)).body;
      const told = workspace.contactActivities.length;
      workspace[hide](contact.id);

      expect(await searched(simulator)).toEqual([other.id]);
      expect(idsOf(await get('/contacts'))).toEqual([other.id]);
      expect(errorOf(await get(`/contacts/${contact.id}`))).toBe('404 not_found');
      expect(workspace.truth('contacts').map(({ id }) => id)).toEqual([other.id]);
      expect((await get(`/companies/${company.id}/contacts`)).body.total_count).toBe(0);
      expect((await get(`/companies/${company.id}`)).body.user_count).toBe(0);
      expect((await get(`/conversations/${conversation.id}`)).body.contacts).toMatchObject({
        contacts: [{ id: contact.id, external_id: 'u1' }],
      });
      expect(workspace.companies.get(company.id)?.updated_at).toBe(noon);

      expect(() => workspace[wrong](contact.id)).toThrow(contact.id);
      workspace[show](contact.id);
      expect((await get(`/contacts/${contact.id}`)).body).toEqual(before);
      expect(before.updated_at).toBe(noon);
      expect(await searched(simulator)).toEqual([contact.id, other.id].sort());
      expect((await get(`/companies/${company.id}`)).body.user_count).toBe(1);
      expect(workspace.contactActivities.length).toBe(told);
      expect(() => workspace[show](contact.id)).toThrow(contact.id);
    },
  );

  test('comes back without what has gone meanwhile, and with another time if one is given', () => {
    const { workspace, company, contact } = people();
    const tag = workspace.createTag();
    workspace.tagContact(contact.id, tag.id);
    workspace.archiveContact(contact.id);
    workspace.deleteCompany(company.id);
    workspace.deleteTag(tag.id);
    expect(workspace.unarchiveContact(contact.id, { updated_at: noon + 7 })).toMatchObject({
      company_ids: [],
      tags: [],
      updated_at: noon + 7,
    });
  });

  test('may be deleted for good, which the feed tells', async () => {
    const { workspace, contact, get, conversation } = people();
    workspace.archiveContact(contact.id);
    workspace.deleteContact(contact.id);
    expect(workspace.contactActivities.at(-1)).toMatchObject({
      event_type: 'contact.deleted',
      contact_id: contact.id,
      external_id: 'u1',
    });
    expect(() => workspace.unarchiveContact(contact.id)).toThrow();
    expect((await get(`/conversations/${conversation.id}`)).body.contacts).toMatchObject({
      contacts: [{ id: contact.id, external_id: null }],
    });
  });

  test('can be so by order of another process', async () => {
    const { workspace, contact, listen } = people();
    const { url, close } = await listen();
    const body = JSON.stringify({ op: 'archiveContact', args: [contact.id] });
    expect((await fetch(`${url}/_simulator/mutate`, { method: 'POST', body })).status).toBe(200);
    expect(workspace.contacts.has(contact.id)).toBe(false);
    await close();
  });
});

describe('the list of inactive contacts', () => {
  const preview = { 'Intercom-Version': 'Preview' };

  test('has them all in the order in which they became so, in numbered pages', async () => {
    const { workspace, get, clock, contact, other } = people();
    const lead = workspace.createContact({ role: 'lead', email: 'a&b@example.com' });
    const gone = workspace.createContact({ external_id: 'gone', email: 'gone@example.com' });
    workspace.blockContact(other.id);
    clock.seconds += 5;
    workspace.mergeContacts(lead.id, contact.id);
    clock.seconds += 5;
    workspace.deleteContact(gone.id);
    workspace.archiveContact(contact.id);

    const first = await get('/contacts/deleted?per_page=2');
    expect(first.body).toMatchObject({ type: 'list', total_count: 4, pages: { page: 1, per_page: 2, total_pages: 2 } });
    const second = await get('/contacts/deleted?per_page=2&page=2&escape_identity=false');
    expect((second.body.pages as { next: null }).next).toBeNull();
    const all = [...recordsOf(first), ...recordsOf(second)];
    const none = { type: 'contact', external_id: null, email: null };
    expect(all).toEqual(
      expect.arrayContaining([
        { ...none, id: other.id, status: 'blocked', updated_at: noon + 100 },
        {
          ...none,
          id: lead.id,
          email: 'a&amp;b@example.com',
          status: 'merged',
          merged_into_id: contact.id,
          updated_at: noon + 105,
        },
        { ...none, id: gone.id, status: 'permanently_deleted', updated_at: noon + 110 },
        { ...none, id: contact.id, external_id: 'u1', status: 'archived', updated_at: noon + 110 },
      ]),
    );
    expect(all.map(({ updated_at }) => updated_at)).toEqual([noon + 100, noon + 105, noon + 110, noon + 110]);
    expect(workspace.truth('inactive_contacts')).toHaveLength(4);
    const unescaped = await get('/contacts/deleted?escape_identity=false');
    expect(recordsOf(unescaped).map(({ email }) => email)).toContain('a&b@example.com');

    workspace.unarchiveContact(contact.id);
    expect(idsOf(await get('/contacts/deleted'))).not.toContain(contact.id);
  });

  test('takes a large page for one of 150, ten where none is asked for, and refuses what is no number', async () => {
    const { get } = people();
    const sizeOf = async (query: string) =>
      ((await get(`/contacts/deleted${query}`)).body.pages as { per_page: number }).per_page;
    expect([await sizeOf(''), await sizeOf('?per_page=500'), await sizeOf('?per_page=1.5')]).toEqual([10, 150, 1]);
    expect(errorOf(await get('/contacts/deleted?per_page=0'))).toBe('400 invalid_per_page');
  });

  test('is there from 2.17 on and in Preview, and only where it is on', async () => {
    const on = people();
    expect((await on.get('/contacts/deleted', preview)).status).toBe(200);
    expect(errorOf(await on.get('/contacts/deleted', { 'Intercom-Version': '2.16' }))).toBe('404 not_found');
    expect(errorOf(await people({ inactiveContacts: false }).get('/contacts/deleted', preview))).toBe('404 not_found');
  });
});
