/** The seeded workspace, its truth and its mutators. */
import { describe, expect, test } from 'vitest';
import { createSimulator, type JsonObject, type TruthName } from '../../src/simulator/index.ts';
import { bench, errorOf, idsOf, noon, recordsOf, searchAll } from './ask.ts';

const everything = {
  query: { field: 'updated_at', operator: '>', value: 0 },
  sort: { field: 'updated_at', order: 'ascending' },
};
const names: TruthName[] = [
  'admins',
  'companies',
  'contacts',
  'conversations',
  'conversation_parts',
  'contact_attributes',
  'company_attributes',
  'conversation_attributes',
  'segments',
  'tags',
  'teams',
  'tickets',
  'ticket_types',
  'ticket_states',
  'deleted_conversations',
  'contact_activities',
  'inactive_contacts',
];

describe('the seeded workspace', () => {
  const snapshot = (seed: number): string => {
    const { workspace } = createSimulator({ seed, now: () => noon * 1000 });
    return JSON.stringify(names.map((name) => workspace.truth(name)));
  };

  test('is the same, byte for byte, for the same seed and time, and another for another', () => {
    const first = snapshot(5);
    expect(snapshot(5) === first).toBe(true);
    expect(snapshot(6) === first).toBe(false);
  });

  test('lies in the past and in order', () => {
    const { workspace } = createSimulator({ now: () => noon * 1000 });
    for (const records of [workspace.contacts, workspace.conversations, workspace.tickets, workspace.companies]) {
      for (const { created_at, updated_at } of records.values()) {
        expect(created_at).toBeGreaterThan(noon - 740 * 86_400);
        expect(updated_at).toBeGreaterThanOrEqual(created_at);
        expect(updated_at).toBeLessThanOrEqual(noon);
      }
    }
  });

  test('has the awkward things a real one has', () => {
    const { workspace } = createSimulator();
    const contacts = [...workspace.contacts.values()];
    const sameSecond = groupBy(contacts);
    expect(Math.max(...[...sameSecond.values()].map((group) => group.length))).toBeGreaterThanOrEqual(200);
    expect(
      contacts.some(
        ({ tags, company_ids, note_ids }) => tags.length > 10 && company_ids.length > 10 && note_ids.length > 10,
      ),
    ).toBe(true);
    expect(contacts.some(({ email, name }) => email === null && name === null)).toBe(true);
    expect([...workspace.conversations.values()].some(({ parts }) => parts.length === 0)).toBe(true);
    const partIds = [...workspace.conversations.values()].flatMap(({ parts }) => parts.map(({ id }) => id));
    expect(partIds.some((id) => BigInt(id) > 2n ** 53n)).toBe(true);
    expect(new Set(partIds).size).toBe(partIds.length);
    expect(workspace.mergedContacts.size).toBeGreaterThan(0);
    expect(workspace.deletedConversations.size).toBeGreaterThan(0);
    const attached = new Set(contacts.flatMap(({ company_ids }) => company_ids));
    expect([...workspace.companies.keys()].some((id) => !attached.has(id))).toBe(true);
  });

  test('is empty at scale 0, but for its owner and the built-in attributes', async () => {
    const { workspace, get } = bench();
    expect([
      workspace.contacts.size,
      workspace.conversations.size,
      workspace.companies.size,
      workspace.tags.size,
    ]).toEqual([0, 0, 0, 0]);
    expect((await get('/me')).status).toBe(200);
  });

  test('has as many of a kind as told', () => {
    const { workspace } = bench({ scale: 0.1, counts: { contacts: 3, tickets: 5 } });
    const sizes = [workspace.contacts, workspace.tickets, workspace.companies].map(({ size }) => size);
    expect(sizes).toEqual([3, 5, 6]);
    expect(bench({ counts: { conversations: 3 } }).workspace.conversations.size).toBe(0);
  });

  test('has 10,000 contacts in a moment', () => {
    const start = performance.now();
    const { workspace } = createSimulator({ scale: 31.25 });
    expect(workspace.contacts.size).toBe(10_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

function groupBy<T extends { updated_at: number }>(records: T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of records) groups.set(one.updated_at, [...(groups.get(one.updated_at) ?? []), one]);
  return groups;
}

describe('the truth', () => {
  const simulator = bench({ scale: 0.5, version: '2.17', rateLimit: null });
  const { workspace, get } = simulator;
  const sorted = (records: JsonObject[]): JsonObject[] =>
    [...records].sort((a, b) => (JSON.stringify(a.id ?? a.full_name) < JSON.stringify(b.id ?? b.full_name) ? -1 : 1));
  const listed = async (path: string, key: string): Promise<JsonObject[]> =>
    (await get(path)).body[key] as JsonObject[];

  const asked: [TruthName, () => Promise<JsonObject[]>][] = [
    ['admins', () => listed('/admins?display_avatar=true', 'admins')],
    ['teams', () => listed('/teams', 'teams')],
    ['tags', () => listed('/tags', 'data')],
    ['contact_attributes', () => listed('/data_attributes?model=contact&include_archived=true', 'data')],
    ['company_attributes', () => listed('/data_attributes?model=company&include_archived=true', 'data')],
    ['conversation_attributes', () => listed('/conversations/attributes?include_archived=true', 'data')],
    ['ticket_types', () => listed('/ticket_types', 'data')],
    ['ticket_states', () => listed('/ticket_states', 'data')],
    ['companies', () => listed('/companies/scroll', 'data')],
    ['deleted_conversations', () => listed('/conversations/deleted?per_page=60', 'conversations')],
    ['contacts', () => searchAll(simulator, '/contacts/search?include_merge_history=true', everything, 150)],
    ['conversations', () => searchAll(simulator, '/conversations/search', everything, 150)],
    ['tickets', () => searchAll(simulator, '/tickets/search', everything, 150)],
    [
      'segments',
      async () => [
        ...(await listed('/segments?include_count=true', 'segments')),
        ...(await listed('/segments?include_count=true&type=company', 'segments')),
      ],
    ],
  ];

  test.each(asked)('about %s is what the API gives', async (name, ask) => {
    const truth = workspace.truth(name) as JsonObject[];
    expect(truth.length).toBeGreaterThan(0);
    expect(sorted(await ask())).toEqual(sorted(truth));
  });

  test('about parts is what the API gives with each conversation', async () => {
    for (const { conversation, part } of workspace.truth('conversation_parts').slice(0, 50)) {
      const { body } = await get(`/conversations/${conversation.id}`);
      const { conversation_parts: parts, ...rest } = body as {
        conversation_parts: { conversation_parts: JsonObject[] };
      };
      expect(rest).toEqual(conversation);
      expect(parts.conversation_parts).toContainEqual(part);
    }
  });

  test('about activities is what the feed gives, oldest first', async () => {
    const found: JsonObject[] = [];
    let next: string | null | undefined = '';
    while (next !== null && next !== undefined) {
      const answer = await get(`/contacts/activities?per_page=50${next && `&starting_after=${next}`}`, {
        'Intercom-Version': 'Preview',
      });
      found.push(...recordsOf(answer));
      next = (answer.body.pages as { next: { starting_after: string } | null }).next?.starting_after;
    }
    expect(found).toEqual(workspace.truth('contact_activities'));
  });
});

describe('mutators', () => {
  test('stamp the time of the clock unless a time is given', () => {
    const { workspace, clock } = bench();
    const { id } = workspace.createContact();
    clock.seconds += 5;
    expect(workspace.updateContact(id, { name: 'x' })).toMatchObject({ created_at: noon, updated_at: noon + 5 });
    expect(workspace.updateContact(id, { updated_at: 1000 }).updated_at).toBe(1000);
  });

  test('never change what was read before', () => {
    const { workspace } = bench();
    const before = workspace.createContact({ name: 'before' });
    workspace.updateContact(before.id, { name: 'after' });
    expect(before.name).toBe('before');
    expect(workspace.contacts.get(before.id)?.name).toBe('after');
  });

  test('merge a lead into a user: 410 with the way there, history, companies, conversations, activities', async () => {
    const { workspace, get, post } = bench({ version: 'Preview' });
    const company = workspace.createCompany();
    const lead = workspace.createContact({ role: 'lead', company_ids: [company.id] });
    const user = workspace.createContact({ external_id: 'u1' });
    const conversation = workspace.createConversation({ contact_ids: [lead.id] });
    workspace.mergeContacts(lead.id, user.id);

    const gone = await get(`/contacts/${lead.id}`);
    expect(errorOf(gone)).toBe('410 contact_merged');
    expect(gone.headers.get('Link')).toBe(`</contacts/${user.id}>; rel="canonical"`);
    const [found, ...others] = recordsOf(await post('/contacts/search?include_merge_history=true', everything));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id: user.id,
      companies: { total_count: 1 },
      merge_history: [{ source_contact_id: lead.id, source_contact_role: 'lead', merged_at: noon }],
    });
    expect((await get(`/companies/${company.id}`)).body.user_count).toBe(1);
    expect((await get(`/conversations/${conversation.id}`)).body.contacts).toMatchObject({
      contacts: [{ id: user.id, external_id: 'u1' }],
    });
    expect(workspace.contactActivities.at(-1)).toMatchObject({
      event_type: 'contact.merged',
      contact_id: user.id,
      merge_source_id: lead.id,
    });

    const next = workspace.createContact();
    workspace.mergeContacts(user.id, next.id);
    expect((await get(`/contacts/${lead.id}`)).headers.get('Link')).toContain(next.id);
  });

  test('delete a contact: 404, gone from search and companies, told by the feed', async () => {
    const { workspace, get, post } = bench();
    const company = workspace.createCompany();
    const { id } = workspace.createContact({ company_ids: [company.id] });
    workspace.deleteContact(id);
    expect(errorOf(await get(`/contacts/${id}`))).toBe('404 not_found');
    expect(idsOf(await post('/contacts/search', { query: { field: 'id', operator: '=', value: id } }))).toEqual([]);
    expect((await get(`/companies/${company.id}/contacts`)).body.total_count).toBe(0);
    expect(workspace.contactActivities.at(-1)?.event_type).toBe('contact.deleted');
  });

  test('promote a lead, and the feed tells', () => {
    const { workspace } = bench();
    const { id } = workspace.createContact({ role: 'lead' });
    workspace.changeRole(id, 'user');
    expect(workspace.contactActivities.map(({ event_type, role }) => [event_type, role])).toEqual([
      ['contact.created', 'lead'],
      ['contact.role_updated', 'user'],
    ]);
  });

  test('set the segments of a company without touching it', () => {
    const { workspace, clock } = bench();
    const { id } = workspace.createCompany();
    const segment = workspace.createSegment({ of: 'companies' });
    clock.seconds += 10;
    expect(workspace.setCompanySegments(id, [segment.id])).toMatchObject({
      updated_at: noon,
      segment_ids: [segment.id],
    });
    expect(workspace.truth('segments')).toMatchObject([{ id: segment.id, count: 1 }]);
  });

  test('attach and detach companies, and delete them from their people', async () => {
    const { workspace, get, clock } = bench();
    const [a, b] = [workspace.createCompany(), workspace.createCompany()];
    const { id } = workspace.createContact();
    for (const company of [a, b]) workspace.attachCompany(id, company.id);
    expect(idsOf(await get(`/contacts/${id}/companies`))).toEqual([a.id, b.id]);
    workspace.detachCompany(id, a.id);
    clock.seconds += 1;
    workspace.deleteCompany(b.id);
    expect(workspace.contacts.get(id)).toMatchObject({ company_ids: [], updated_at: noon + 1 });
    expect(errorOf(await get(`/companies/${b.id}`))).toBe('404 company_not_found');
  });

  test('show ten tags, notes and companies inline and all of them in their own lists', async () => {
    const { workspace, get } = bench();
    const { id } = workspace.createContact();
    for (let i = 0; i < 11; i++) {
      workspace.tagContact(id, workspace.createTag().id);
      workspace.attachCompany(id, workspace.createCompany().id);
      workspace.addContactNote(id);
    }
    const { body } = await get(`/contacts/${id}`);
    for (const list of ['tags', 'companies', 'notes']) {
      const inline = body[list] as { data: unknown[] };
      expect(inline).toMatchObject({ total_count: 11, has_more: true, url: `/contacts/${id}/${list}` });
      expect(inline.data).toHaveLength(10);
      expect(idsOf(await get(`/contacts/${id}/${list}`))).toHaveLength(11);
    }
  });

  test('add parts, which touch the conversation and its figures', () => {
    const { workspace, clock } = bench();
    const admin = { type: 'admin' as const, id: '7', name: 'A', email: 'a@b.example' };
    const { id: contact } = workspace.createContact();
    const { id } = workspace.createConversation({ contact_ids: [contact] });
    clock.seconds += 60;
    workspace.addPart(id, { author: admin });
    clock.seconds += 60;
    workspace.addPart(id, { part_type: 'close', author: admin });
    expect(workspace.conversations.get(id)).toMatchObject({
      updated_at: noon + 120,
      state: 'closed',
      statistics: { time_to_admin_reply: 60, last_close_at: noon + 120, last_closed_by_id: '7' },
    });
    const part = workspace.conversations.get(id)!.parts[0]!;
    workspace.deletePart(id, part.id);
    expect(workspace.conversations.get(id)?.parts).toHaveLength(1);
  });

  test('change and redact parts, which touches them and what they are in', async () => {
    const { workspace, get, clock } = bench();
    const { id } = workspace.createConversation({ parts: [{ body: '<p>a</p>' }, { body: '<p>b</p>' }] });
    const ticket = workspace.createTicket({ contact_ids: [], parts: [{ body: 'c' }] });
    const [first, second] = workspace.conversations.get(id)!.parts.map((part) => part.id);
    clock.seconds += 9;
    workspace.updatePart(id, first!, { body: '<p>changed</p>' });
    workspace.redactPart(id, second!);
    workspace.updateTicketPart(ticket.id, ticket.parts[0]!.id, { body: null });
    expect((await get(`/conversations/${id}`)).body).toMatchObject({
      updated_at: noon + 9,
      conversation_parts: {
        conversation_parts: [
          { id: first, body: '<p>changed</p>', updated_at: noon + 9, created_at: noon, redacted: false },
          { id: second, body: null, redacted: true, updated_at: noon + 9 },
        ],
      },
    });
    expect((await get(`/tickets/${ticket.id}`)).body).toMatchObject({
      updated_at: noon + 9,
      ticket_parts: { ticket_parts: [{ body: null, updated_at: noon + 9 }] },
    });
    expect(() => workspace.updatePart(id, 'none', {})).toThrow('no part with id none');
    expect(() => workspace.updateTicketPart(ticket.id, 'none', {})).toThrow('no part with id none');
  });

  test('change attributes, but not the name they are known by', async () => {
    const { workspace, get, clock } = bench();
    workspace.createDataAttribute({ model: 'contact', name: 'size' });
    clock.seconds += 9;
    const renamed = { label: 'Size of it', description: 'x', archived: true, options: ['a'] };
    const key = 'contact.custom_attributes.size';
    expect(() => workspace.updateDataAttribute(key, { full_name: 'other' })).toThrow('keeps its id');
    workspace.updateDataAttribute(key, renamed);
    workspace.updateDataAttribute('contact.name', { label: 'Their name' });
    const { data } = (await get('/data_attributes?model=contact&include_archived=true')).body;
    expect(data).toContainEqual(
      expect.objectContaining({ ...renamed, full_name: 'custom_attributes.size', updated_at: noon + 9 }),
    );
    const builtIn = (data as JsonObject[]).find(({ full_name }) => full_name === 'name');
    expect(builtIn).toMatchObject({ label: 'Their name' });
    expect(builtIn).not.toHaveProperty('updated_at');
  });

  test('take a deleted tag, segment or admin from wherever it was', () => {
    const { workspace } = bench();
    const tag = workspace.createTag();
    const segment = workspace.createSegment();
    const admin = workspace.createAdmin();
    const team = workspace.createTeam({ primary_admin_ids: [Number(admin.id)] });
    const contact = workspace.createContact({ segment_ids: [segment.id] });
    const conversation = workspace.createConversation();
    workspace.tagContact(contact.id, tag.id);
    workspace.tagConversation(conversation.id, tag.id);
    workspace.deleteTag(tag.id);
    workspace.deleteSegment(segment.id);
    workspace.deleteAdmin(admin.id);
    expect(workspace.contacts.get(contact.id)).toMatchObject({ tags: [], segment_ids: [] });
    expect(workspace.conversations.get(conversation.id)?.tags).toEqual([]);
    expect(workspace.teams.get(team.id)?.primary_admin_ids).toEqual([]);
  });

  test('refuse an id that does not exist', () => {
    expect(() => bench().workspace.updateContact('nobody', {})).toThrow('no contact with id nobody');
  });
});
