/** The server, its log and its control surface. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSimulator, type Listening } from '../../src/simulator/index.ts';
import { bench } from './ask.ts';

describe('the server', () => {
  const simulator = createSimulator({ scale: 0.1 });
  let server: Listening;
  beforeAll(async () => {
    server = await simulator.listen();
  });
  afterAll(() => server.close());

  const control = async (path: string, method = 'GET', body?: unknown): Promise<unknown> =>
    (
      await fetch(`${server.url}/_simulator${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
    ).json();

  test('listens on the loopback only, and answers like the one in process', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const headers = { Authorization: 'Bearer simulator-token' };
    const [over, within] = await Promise.all([
      fetch(`${server.url}/teams`, { headers }),
      simulator.fetch(new Request('http://simulator.example/teams', { headers })),
    ]);
    expect(await over.json()).toEqual(await within.json());
  });

  test('lets other processes change the workspace and see the truth', async () => {
    const { result } = (await control('/mutate', 'POST', { op: 'createTag', args: [{ name: 'from afar' }] })) as {
      result: { id: string };
    };
    expect(simulator.workspace.tags.get(result.id)?.name).toBe('from afar');
    expect(await control('/truth/tags')).toContainEqual({ type: 'tag', id: result.id, name: 'from afar' });
  });

  test('lets them add and clear faults and read the statistics', async () => {
    await control('/faults', 'POST', { kind: '500', match: '/tags', times: 1 });
    const headers = { Authorization: 'Bearer simulator-token' };
    simulator.requests.clear();
    const statuses = [await fetch(`${server.url}/tags`, { headers }), await fetch(`${server.url}/tags`, { headers })];
    expect(statuses.map(({ status }) => status)).toEqual([500, 200]);
    expect(await control('/stats')).toMatchObject({ total: 2, paths: { 'GET /tags': { 500: 1, 200: 1 } } });
    expect(await control('/faults')).toMatchObject([{ kind: '500', fired: 1 }]);
    await control('/faults', 'DELETE');
    expect(simulator.faults.active).toEqual([]);
  });

  test('lets them change options while it runs', async () => {
    const headers = { Authorization: 'Bearer simulator-token' };
    const status = async () => (await fetch(`${server.url}/tags`, { headers })).status;
    expect(await control('/options', 'POST', { denied: ['read_tags'], pagedLists: true })).toEqual({ changed: true });
    expect(await status()).toBe(403);
    simulator.change({ denied: [], pagedLists: false });
    expect(await status()).toBe(200);
    expect(await control('/options', 'POST', { seed: 3 })).toMatchObject({
      error: expect.stringContaining("'seed' cannot be changed"),
    });
  });

  test('says what is wrong with an order', async () => {
    expect(await control('/mutate', 'POST', { op: 'explode' })).toMatchObject({
      error: expect.stringContaining("no mutator 'explode'"),
    });
    expect(await control('/truth/love')).toMatchObject({ error: expect.stringContaining('no truth') });
    expect(await control('/faults', 'POST', { kind: 'x' })).toMatchObject({
      error: expect.stringContaining("no fault 'x'"),
    });
  });
});

describe('the request log', () => {
  test('keeps what was asked and answered, but never the token', async () => {
    const { get, post, requests } = bench();
    await get('/me?x=1');
    await get('/me', { Authorization: 'Bearer secret' });
    await post('/contacts/search', { query: 1 });
    expect(requests.all).toMatchObject([
      { method: 'GET', path: '/me', query: { x: '1' }, status: 200, authorized: true, version: '2.16' },
      { path: '/me', status: 401, authorized: false },
      { method: 'POST', body: { query: 1 }, status: 400 },
    ]);
    expect(JSON.stringify(requests.all)).not.toContain('secret');
    expect([requests.count(), requests.count('/me'), requests.count('POST /contacts/search')]).toEqual([3, 2, 1]);
    requests.clear();
    expect(requests.count()).toBe(0);
  });
});

describe('life', () => {
  test('goes on changing the workspace until it is stopped', () => {
    vi.useFakeTimers();
    try {
      const { workspace, startLife } = bench({ scale: 0.1 });
      const before = JSON.stringify(workspace.truth('conversations')) + JSON.stringify(workspace.truth('contacts'));
      const stop = startLife({ everyMs: 10 });
      vi.advanceTimersByTime(500);
      const after = JSON.stringify(workspace.truth('conversations')) + JSON.stringify(workspace.truth('contacts'));
      expect(after).not.toBe(before);
      stop();
      vi.advanceTimersByTime(500);
      expect(JSON.stringify(workspace.truth('conversations')) + JSON.stringify(workspace.truth('contacts'))).toBe(
        after,
      );
    } finally {
      vi.useRealTimers();
    }
  });
});
