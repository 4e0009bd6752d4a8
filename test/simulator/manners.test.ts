/** The options of what Intercom leaves open. */
import { describe, expect, test } from 'vitest';
import { type Bench, bench, errorOf, everything, noon, searchAll } from './ask.ts';

describe('the list of deleted conversations', () => {
  const list = async (deletedListManner?: 'ignores-order' | 'by-id' | 'no-times' | 'text-times') => {
    const { workspace, clock, get } = bench({ ...(deletedListManner ? { deletedListManner } : {}) });
    const ids = Array.from({ length: 12 }, () => workspace.createConversation({ contact_ids: [] }).id);
    // The last ones made are deleted first.
    for (const id of [...ids].reverse()) {
      clock.seconds += 1;
      workspace.deleteConversation(id);
    }
    const { body } = await get('/conversations/deleted?order=asc&per_page=60');
    return { ids, workspace, found: body.conversations as { id: string; deleted_at?: unknown }[] };
  };

  test('is in the order asked for', async () => {
    const { ids, found } = await list();
    expect(found.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(found.map(({ deleted_at }) => deleted_at)).toEqual(ids.map((_, index) => noon + 1 + index));
  });

  test('ignores-order: is newest first whatever is asked', async () => {
    const { ids, found } = await list('ignores-order');
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  test('by-id: is in the order of ids, not of times', async () => {
    const { ids, found } = await list('by-id');
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  test('no-times: lacks the time of some, and so does the truth', async () => {
    const { found, workspace } = await list('no-times');
    const without = found.filter((one) => !('deleted_at' in one));
    expect(without.length).toBeGreaterThan(0);
    expect(without.length).toBeLessThan(found.length);
    expect(found).toEqual(workspace.truth('deleted_conversations'));
  });

  test('text-times: has digits and ISO 8601 in place of numbers', async () => {
    const { found, workspace } = await list('text-times');
    const digits = found.filter(({ deleted_at }) => /^\d+$/.test(String(deleted_at)));
    const iso = found.filter(({ deleted_at }) => String(deleted_at).endsWith('Z'));
    expect(digits.length).toBeGreaterThan(0);
    expect(digits.length + iso.length).toBe(found.length);
    expect(found.every(({ deleted_at }) => typeof deleted_at === 'string')).toBe(true);
    const times = found.map(({ deleted_at }) =>
      /^\d+$/.test(String(deleted_at)) ? Number(deleted_at) : Date.parse(String(deleted_at)) / 1000,
    );
    expect(times).toEqual(workspace.truth('deleted_conversations').map(({ deleted_at }) => deleted_at));
  });
});

describe('lists that begin to be paged', () => {
  test.each([
    ['/tags', 'data'],
    ['/admins', 'admins'],
    ['/teams', 'teams'],
    ['/segments', 'segments'],
    ['/data_attributes?model=contact', 'data'],
  ])('%s comes in pages of five', async (path, name) => {
    const whole = (await bench({ scale: 0.1 }).get(path)).body[name] as unknown[];
    const { get } = bench({ scale: 0.1, pagedLists: true });
    const pages = Math.ceil(whole.length / 5);
    const found: unknown[] = [];
    for (let page = 1; page <= pages; page++) {
      const { body } = await get(`${path}${path.includes('?') ? '&' : '?'}page=${page}`);
      expect(body.pages).toMatchObject({ page, per_page: 5, total_pages: pages });
      expect((body.pages as { next: unknown }).next).toEqual(page < pages ? expect.stringContaining('page=') : null);
      found.push(...(body[name] as unknown[]));
    }
    expect(found).toEqual(whole);
  });
});

describe('conversations that are tickets', () => {
  const ids = async (simulator: Bench) =>
    (await searchAll(simulator, '/conversations/search', everything, 50)).map(({ id }) => id).sort();
  const seeded = (options = {}) => bench({ scale: 0.3, rateLimit: null, ...options });
  const ticketsOf = ({ workspace }: Bench) =>
    [...workspace.conversations.values()].filter(({ is_ticket }) => is_ticket).map(({ id }) => id);

  test('are some of those seeded, and shown like all others', async () => {
    const simulator = seeded();
    expect(ticketsOf(simulator).length).toBeGreaterThan(3);
    expect(await ids(simulator)).toEqual([...simulator.workspace.conversations.keys()].sort());
    expect((await simulator.get(`/conversations/${ticketsOf(simulator)[0]}`)).body).not.toHaveProperty('is_ticket');
  });

  test('are hidden from search, list and truth where the token lacks read_tickets, without an error', async () => {
    const simulator = seeded({ denied: ['read_tickets'] });
    const tickets = new Set(ticketsOf(simulator));
    const shown = [...simulator.workspace.conversations.keys()].filter((id) => !tickets.has(id)).sort();
    expect(await ids(simulator)).toEqual(shown);
    expect((await simulator.post('/conversations/search', everything)).body.total_count).toBe(shown.length);
    expect((await simulator.get('/conversations')).body.total_count).toBe(shown.length);
    const known = simulator.workspace.truth('conversations').map(({ id }) => String(id));
    expect(known.sort()).toEqual(shown);
    expect(errorOf(await simulator.post('/tickets/search', everything))).toBe('403 forbidden');
  });

  test('answer 403 by id then, or 404 if told so', async () => {
    const simulator = seeded({ denied: ['read_tickets'] });
    expect(errorOf(await simulator.get(`/conversations/${ticketsOf(simulator)[0]}`))).toBe('403 forbidden');
    const other = seeded({ denied: ['read_tickets'], hiddenConversationStatus: 404 });
    expect(errorOf(await other.get(`/conversations/${ticketsOf(other)[0]}`))).toBe('404 not_found');
  });
});

describe('a company that gets its first people', () => {
  test('appears in the scroll with its old time', async () => {
    const { workspace, get, clock } = bench({ scrollHidesEmptyCompanies: true });
    const company = workspace.createCompany();
    const contact = workspace.createContact();
    const scrolled = async () => {
      clock.seconds += 100;
      return (await get('/companies/scroll')).body.data;
    };
    expect(await scrolled()).toEqual([]);
    workspace.attachCompany(contact.id, company.id);
    expect(await scrolled()).toMatchObject([{ id: company.id, updated_at: noon, user_count: 1 }]);
  });
});
