/** Faults of what a response holds: each is seen, and only where it is asked for. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type FaultKind, type JsonObject, type Listening } from '../../src/simulator/index.ts';
import { contentsFaults } from '../../src/simulator/server/faults/contents.ts';
import { bench, everything, idsOf, noon, recordsOf } from './ask.ts';

const tried = new Set<string>();
const searched = () => {
  const simulator = bench({ scale: 0.2, version: '2.17', rateLimit: null });
  const fault = (kind: FaultKind, more = {}) => {
    tried.add(kind);
    return simulator.faults.add({ kind, ...more });
  };
  const contacts = (per_page = 5) =>
    simulator.post('/contacts/search', {
      ...everything,
      sort: { field: 'updated_at', order: 'ascending' },
      pagination: { per_page },
    });
  return { ...simulator, fault, contacts };
};

describe('time-ahead', () => {
  test.each([
    ['now', () => noon],
    ['milliseconds', (before: number) => before * 1000],
    ['year-2100', () => 4_102_444_800],
  ] as const)('the last record of a page shows %s', async (ahead, time) => {
    const { contacts, fault } = searched();
    const before = recordsOf(await contacts());
    fault('time-ahead', { ahead, times: 1 });
    const after = recordsOf(await contacts());
    expect(after.at(-1)).toEqual({ ...before.at(-1), updated_at: time(Number(before.at(-1)!.updated_at)) });
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(recordsOf(await contacts())).toEqual(before);
  });

  test('or a random one', async () => {
    const { contacts, fault } = searched();
    const before = recordsOf(await contacts());
    fault('time-ahead', { ahead: 'year-2100', place: 'random' });
    const places = new Set<number>();
    for (let i = 0; i < 30; i++) {
      const times = recordsOf(await contacts()).map(({ updated_at }) => updated_at);
      expect(times.filter((time, place) => time !== before[place]!.updated_at)).toEqual([4_102_444_800]);
      places.add(times.indexOf(4_102_444_800));
    }
    expect(places.size).toBeGreaterThan(2);
  });
});

describe('what is not what it should be', () => {
  test('no-list: an object without its list', async () => {
    const { get, fault, workspace } = searched();
    const [id] = workspace.companies.keys();
    fault('no-list', { pattern: '^/companies/[^/]+/segments$', times: 1 });
    expect(await get(`/companies/${id}/segments`)).toMatchObject({ status: 200, body: { type: 'list' } });
    expect((await get(`/companies/${id}/segments`)).body).toHaveProperty('data');
  });

  test('odd-items: null, a number, a text, a list and a record without id among the others', async () => {
    const { contacts, fault } = searched();
    const before = recordsOf(await contacts());
    fault('odd-items');
    const items = (await contacts()).body.data as unknown[];
    expect(items).toHaveLength(before.length + 5);
    const odd = [null, 7, 'a text', ['a', 'list'], { type: 'contact', name: 'Without an id' }];
    for (const one of [...before, ...odd]) expect(items).toContainEqual(one);
  });

  test('other-detail: the answer is that of another one, asked for before', async () => {
    const { get, fault, workspace } = searched();
    const [first, second] = [...workspace.conversations.keys()];
    const other = fault('other-detail', { times: 1 });
    const before = await get(`/conversations/${first}`);
    expect(before.body.id).toBe(first);
    expect((await get(`/conversations/${first}`)).body.id).toBe(first);
    expect((await get('/conversations/deleted')).body).not.toHaveProperty('id');
    expect((await get(`/conversations/${second}`)).body).toEqual(before.body);
    expect((await get(`/conversations/${second}`)).body.id).toBe(second);
    expect(other.fired).toBe(1);
  });

  test('odd-activity-ids: the feed has other ids', async () => {
    const { get, fault } = searched();
    const activities = () => get('/contacts/activities?per_page=8', { 'Intercom-Version': 'Preview' });
    const before = await activities();
    fault('odd-activity-ids', { times: 1 });
    const odd = await activities();
    expect(recordsOf(odd)).toHaveLength(8);
    for (const { id } of recordsOf(odd)) expect(String(id)).not.toMatch(/^\d+\.[0-9a-f]+$/);
    expect(odd.body.pages).toEqual(before.body.pages);
    expect((await activities()).body).toEqual(before.body);
  });
});

describe('far too much, over a real connection', () => {
  const simulator = createSimulator({ scale: 0.1, rateLimit: null });
  const { faults, workspace } = simulator;
  let server: Listening;
  beforeAll(async () => {
    server = await simulator.listen();
  });
  afterAll(() => server.close());
  const get = (path: string) => fetch(server.url + path, { headers: { Authorization: 'Bearer simulator-token' } });
  const once = (kind: FaultKind, more: object) => {
    tried.add(kind);
    return faults.add({ kind, times: 1, ...more });
  };

  test.each(['/conversations/1', '/tags', '/me', '/companies/scroll'])('padded: %s has so many bytes', async (path) => {
    const [id] = workspace.conversations.keys();
    const asked = path.replace('/1', `/${id}`);
    once('padded', { bytes: 300_000 });
    const large = await (await get(asked)).text();
    expect(Buffer.byteLength(large)).toBe(300_000);
    expect(Object.keys(JSON.parse(large))).toEqual(expect.arrayContaining(['type']));
    expect(Buffer.byteLength(await (await get(asked)).text())).toBeLessThan(200_000);
  });

  test('gzip-bomb: the body is small on the way and large when inflated, and the same in the end', async () => {
    const plain: unknown = await (await get('/tags')).json();
    once('gzip-bomb', { match: '/tags', bytes: 20_000_000 });
    const answer = await get('/tags');
    expect(answer.headers.get('Content-Encoding')).toBe('gzip');
    const body = await answer.text();
    expect(Buffer.byteLength(body)).toBe(20_000_000);
    expect(JSON.parse(body)).toEqual(plain);
    once('gzip-bomb', { match: '/tags', bytes: 20_000_000 });
    const packed = await simulator.fetch(
      new Request('http://simulator.example/tags', { headers: { Authorization: 'Bearer simulator-token' } }),
    );
    expect((await packed.arrayBuffer()).byteLength).toBeLessThan(100_000);
  });

  test('deep-json: one record is deep, the others are as before', async () => {
    once('deep-json', { match: '/contacts', depth: 6000 });
    const text = await (await get('/contacts?per_page=3')).text();
    expect(text.split('{"a":')).toHaveLength(6001);
    const [first, second] = (JSON.parse(text) as { data: JsonObject[] }).data;
    expect(first?.custom_attributes).toHaveProperty('deep');
    const plain = (await (await get('/contacts?per_page=3')).json()) as { data: JsonObject[] };
    expect(second).toEqual(plain.data[1]);
    expect(first?.id).toBe(plain.data[0]?.id);
  });
});

test('every fault of contents is tried', () => {
  expect([...tried].sort()).toEqual(Object.keys(contentsFaults).sort());
});

test('a first record is found whatever the list is called', async () => {
  const { post, fault } = searched();
  fault('time-ahead', { ahead: 'year-2100' });
  for (const path of ['/conversations/search', '/tickets/search']) {
    const answer = await post(path, { ...everything, pagination: { per_page: 3 } });
    expect(idsOf(answer)).toHaveLength(3);
    expect(recordsOf(answer).at(-1)!.updated_at).toBe(4_102_444_800);
  }
});
