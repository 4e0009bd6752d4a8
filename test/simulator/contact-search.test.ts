/** Contact search: operators, days and seconds, paging. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bench, cursorOf, errorOf, idsOf, noon, searchAll } from './ask.ts';

const hour = 3600;
const path = '/contacts/search';
const by = (operator: string, value: unknown, field = 'updated_at') => ({ query: { field, operator, value } });
const ascending = { sort: { field: 'updated_at', order: 'ascending' } };

describe('contact search up to 2.16', () => {
  test("matches times by the workspace's calendar day", async () => {
    const { post, workspace } = bench({ timezone: 'America/New_York', version: '2.16' });
    // Midnight in New York is four hours after UTC's in May; it is 12:00 UTC now.
    const midnight = noon - 8 * hour;
    const at = (seconds: number): string => workspace.createContact({ updated_at: seconds, created_at: seconds }).id;
    const yesterday = at(midnight - 1);
    const first = at(midnight);
    const last = at(midnight + 24 * hour - 1);
    const tomorrow = at(midnight + 24 * hour);

    const found = async (operator: string) => idsOf(await post(path, { ...by(operator, noon), ...ascending }));
    expect(await found('=')).toEqual([first, last]);
    expect(await found('>')).toEqual([tomorrow]);
    expect(await found('<')).toEqual([yesterday]);
    for (const operator of ['!=', '>=', '<=']) {
      expect(errorOf(await post(path, by(operator, noon)))).toBe('400 invalid_operator');
    }
    expect(errorOf(await post(path, by('IN', [noon])))).toBe('400 invalid_operator');
  });

  test('knows days of 23 and 25 hours', async () => {
    const { post, workspace } = bench({ timezone: 'Europe/Berlin' });
    const sunday = Date.UTC(2024, 2, 30, 23) / 1000;
    const sundayEnd = sunday + 23 * hour;
    const inside = workspace.createContact({ updated_at: sundayEnd - 1 }).id;
    workspace.createContact({ updated_at: sundayEnd });
    expect(idsOf(await post(path, by('=', sunday + 10)))).toEqual([inside]);
  });
});

describe('contact search from 2.17', () => {
  test('matches times by the second', async () => {
    const { post, workspace } = bench({ version: '2.17' });
    const [before, at, after] = [-1, 0, 1].map((step) => workspace.createContact({ updated_at: noon + step }).id);
    const found = async (operator: string) => idsOf(await post(path, { ...by(operator, noon), ...ascending }));
    expect(await found('=')).toEqual([at]);
    expect(await found('>')).toEqual([after]);
    expect(await found('<')).toEqual([before]);
    expect(await found('>=')).toEqual([at, after]);
  });

  test('matches dates in custom attributes by the UTC day', async () => {
    const { post, workspace } = bench({ version: '2.17', timezone: 'America/New_York' });
    workspace.createDataAttribute({ model: 'contact', name: 'renews', data_type: 'date' });
    const { id } = workspace.createContact({ custom_attributes: { renews: noon - 11 * hour } });
    workspace.createContact({ custom_attributes: { renews: noon - 13 * hour } });
    expect(idsOf(await post(path, by('=', noon, 'custom_attributes.renews')))).toEqual([id]);
  });
});

describe('the query language', () => {
  const { post, workspace } = bench({ version: '2.17' });
  workspace.createTag({ id: '55', name: 'vip' });
  const ada = workspace.createContact({ name: 'Ada Byron', email: 'ada@math.example', external_id: '1' });
  const bob = workspace.createContact({ name: 'Bob Byrne', email: 'bob@mail.example', role: 'lead' });
  workspace.tagContact(ada.id, '55');
  const found = async (query: unknown) => idsOf(await post(path, { query })).sort();

  test.each([
    ['=', 'ada byron', [ada]],
    ['!=', 'Ada Byron', [bob]],
    ['IN', ['Ada Byron', 'Bob Byrne'], [ada, bob]],
    ['NIN', ['Ada Byron'], [bob]],
    ['~', 'byr', [ada, bob]],
    ['!~', 'ada', [bob]],
    ['^', 'bob', [bob]],
    ['$', 'byron', [ada]],
  ])('compares text with %s', async (operator, value, expected) => {
    expect(await found({ field: 'name', operator, value })).toEqual(expected.map(({ id }) => id).sort());
  });

  test('finds what has no value, and what has a tag', async () => {
    expect(await found({ field: 'external_id', operator: '=', value: null })).toEqual([bob.id]);
    expect(await found({ field: 'tag_id', operator: '=', value: '55' })).toEqual([ada.id]);
    expect(await found({ field: 'tag_id', operator: '!=', value: '55' })).toEqual([bob.id]);
  });

  test('combines with AND and OR, two levels deep', async () => {
    const named = (value: string) => ({ field: 'name', operator: '^', value });
    const either = { operator: 'OR', value: [named('Ada'), named('Bob')] };
    expect(await found({ operator: 'AND', value: [either, { field: 'role', operator: '=', value: 'lead' }] })).toEqual([
      bob.id,
    ]);
    const tooDeep = { operator: 'AND', value: [{ operator: 'OR', value: [either] }] };
    expect(errorOf(await post(path, { query: tooDeep }))).toBe('400 invalid_query');
    const tooMany = { operator: 'OR', value: Array.from({ length: 16 }, () => named('A')) };
    expect(errorOf(await post(path, { query: tooMany }))).toBe('400 invalid_query');
  });

  test('refuses what Intercom refuses', async () => {
    expect(errorOf(await post(path, {}))).toBe('400 invalid_query');
    expect(errorOf(await post(path, by('=', 1, 'nonsense')))).toBe('400 invalid_field');
    expect(errorOf(await post(path, by('>', 'Ada', 'name')))).toBe('400 invalid_operator');
    expect(errorOf(await post(path, by('>', 'foobar')))).toBe('400 invalid_value');
    for (const order of ['asc', 'desc']) {
      const sort = { field: 'updated_at', order };
      expect(errorOf(await post(path, { ...by('>', 0), sort }))).toBe('400 invalid_sort_order');
    }
    expect(errorOf(await post(path, { ...by('>', 0), pagination: { per_page: 151 } }))).toBe('400 parameter_invalid');
    expect(errorOf(await post(path, { ...by('>', 0), pagination: { starting_after: 'zzz' } }))).toBe(
      '400 client_error',
    );
  });

  test('finds nothing by milliseconds, without an error', async () => {
    for (const operator of ['>', '<', '=', '!='])
      expect(await found({ field: 'updated_at', operator, value: noon * 1000 })).toEqual([]);
  });
});

describe('paging by cursor', () => {
  test('meets records again that change meanwhile, in ascending order, and misses none', async () => {
    const simulator = bench({ version: '2.17' });
    const { workspace, clock } = simulator;
    const ids = Array.from({ length: 20 }, (_, i) => workspace.createContact({ updated_at: noon - 100 + i }).id);
    const found = await searchAll(simulator, path, { ...by('>', 0), ...ascending }, 5, (page) => {
      clock.seconds += 1;
      if (page === 1) for (const id of [ids[0]!, ids[7]!]) workspace.updateContact(id, { name: 'moved' });
    });
    expect(found.map(({ id }) => id)).toEqual([...ids.slice(0, 7), ...ids.slice(8), ids[0], ids[7]]);
    expect(found.at(-1)).toMatchObject({ name: 'moved' });
  });

  test('misses records that change meanwhile, in descending order', async () => {
    const simulator = bench({ version: '2.17' });
    const { workspace, clock } = simulator;
    const ids = Array.from({ length: 10 }, (_, i) => workspace.createContact({ updated_at: noon - 100 + i }).id);
    const sort = { field: 'updated_at', order: 'descending' };
    const found = await searchAll(simulator, path, { ...by('>', 0), sort }, 5, () => {
      clock.seconds += 1;
      workspace.updateContact(ids[0]!, {});
    });
    expect(found.map(({ id }) => id)).not.toContain(ids[0]);
  });

  test('gives every match exactly once, whatever the page size, the order and the number in one second', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('ascending', 'descending'),
        fc.integer({ min: 0, max: 6 }),
        async (seconds, perPage, order, above) => {
          const simulator = bench({ version: '2.17' });
          for (const second of seconds) simulator.workspace.createContact({ updated_at: 1000 + second });
          const sort = { field: 'updated_at', order };
          const found = await searchAll(simulator, path, { ...by('>', 1000 + above), sort }, perPage);
          const times = found.map(({ updated_at }) => Number(updated_at) - 1000);
          const expected = seconds.filter((second) => second > above).sort((a, b) => a - b);
          expect(times).toEqual(order === 'ascending' ? expected : expected.reverse());
          expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('counts and numbers the pages', async () => {
    const { post, workspace } = bench();
    for (let i = 0; i < 7; i++) workspace.createContact({ role: i < 5 ? 'user' : 'lead' });
    const ask = { ...by('=', 'user', 'role'), pagination: { per_page: 2 } };
    const first = await post(path, ask);
    expect(first.body).toMatchObject({ total_count: 5, pages: { page: 1, per_page: 2, total_pages: 3 } });
    const second = await post(path, { ...ask, pagination: { per_page: 2, starting_after: cursorOf(first) } });
    expect(second.body).toMatchObject({ pages: { page: 2 } });
  });

  test('lists contacts by GET as well', async () => {
    const { get, workspace } = bench();
    const ids = Array.from({ length: 5 }, () => workspace.createContact().id);
    const found: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const answer = await get(`/contacts?per_page=2${next && `&starting_after=${encodeURIComponent(next)}`}`);
      found.push(...idsOf(answer));
      next = cursorOf(answer);
    }
    expect(found.sort()).toEqual(ids.sort());
  });
});

describe('what search shows late', () => {
  test('shows a change only after the lag, and the version before until then', async () => {
    const { post, workspace, clock } = bench({ version: '2.17', indexingLagSeconds: 60 });
    const { id } = workspace.createContact({ name: 'old' });
    const shown = async () => (await post(path, by('=', id, 'id'))).body.data;
    expect(await shown()).toEqual([]);
    clock.seconds += 60;
    expect(await shown()).toMatchObject([{ name: 'old', updated_at: noon }]);
    workspace.updateContact(id, { name: 'new' });
    expect(await shown()).toMatchObject([{ name: 'old' }]);
    clock.seconds += 60;
    expect(await shown()).toMatchObject([{ name: 'new', updated_at: noon + 60 }]);
  });

  test('can hide a changed record until then', async () => {
    const { post, get, workspace, clock } = bench({ version: '2.17', indexingLagSeconds: 60, lagMode: 'hidden' });
    const { id } = workspace.createContact();
    clock.seconds += 60;
    workspace.updateContact(id, { name: 'new' });
    expect(idsOf(await post(path, by('=', id, 'id')))).toEqual([]);
    expect((await get(`/contacts/${id}`)).body.name).toBe('new');
    clock.seconds += 60;
    expect(idsOf(await post(path, by('=', id, 'id')))).toEqual([id]);
  });
});
