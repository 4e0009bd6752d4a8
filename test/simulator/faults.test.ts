/** Faults of the connection and of statuses, by way of real sockets. */
import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type FaultKind, type Listening } from '../../src/simulator/index.ts';
import { contentsFaults } from '../../src/simulator/server/faults/contents.ts';
import { faultKinds } from '../../src/simulator/server/faults/kinds.ts';
import { pagingFaults } from '../../src/simulator/server/faults/paging.ts';
import { bench, cursorOf, errorOf, everything, idsOf } from './ask.ts';

const tried = new Set<string>();

describe('faults over a real connection', () => {
  const simulator = createSimulator({ scale: 0.1, rateLimit: { limit: 100_000, windowSeconds: 10 } });
  const { faults } = simulator;
  let server: Listening;
  beforeAll(async () => {
    server = await simulator.listen();
  });
  afterAll(() => server.close());
  afterEach(() => faults.clear());

  const get = (path = '/tags', init: RequestInit = {}): Promise<Response> =>
    fetch(server.url + path, { ...init, headers: { Authorization: 'Bearer simulator-token' } });
  const once = (kind: FaultKind, more = {}) => {
    tried.add(kind);
    return faults.add({ kind, times: 1, ...more });
  };

  test.each([
    ['500', 500, 'application/json'],
    ['502', 502, 'text/html'],
    ['504', 504, 'text/html'],
    ['gateway-404', 404, 'text/html'],
    ['refuse-once', 400, 'application/json'],
    ['revoke-token', 401, 'application/json'],
    ['html', 200, 'text/html'],
  ] as const)('%s answers in the place of the API, once', async (kind, status, type) => {
    const fault = once(kind);
    const response = await get();
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toContain(type);
    expect((await get()).status).toBe(200);
    expect(fault.fired).toBe(1);
  });

  test('429 comes with the headers of the rate limit, or without', async () => {
    once('429');
    const full = await get();
    expect([full.status, full.headers.get('X-RateLimit-Remaining')]).toEqual([429, '0']);
    once('429', { headers: false, retryAfter: 3 });
    const bare = await get();
    expect([bare.status, bare.headers.has('X-RateLimit-Reset'), bare.headers.get('Retry-After')]).toEqual([
      429,
      false,
      '3',
    ]);
  });

  test('503 says when to come back', async () => {
    once('503', { retryAfter: 2 });
    const response = await get();
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2']);
  });

  test('reset-before breaks the connection before any byte', async () => {
    once('reset-before');
    await expect(get()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect((await get()).status).toBe(200);
  });

  test('reset-middle breaks it after half of the body', async () => {
    once('reset-middle');
    let received = 0;
    const announced = await new Promise<number>((resolve, reject) => {
      const headers = { Authorization: 'Bearer simulator-token' };
      httpRequest(`${server.url}/tags`, { headers }, (response) => {
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
        });
        response.on('error', () => resolve(Number(response.headers['content-length'])));
        response.on('end', () => reject(new Error('The body ended well.')));
      }).end();
    });
    expect(received).toBe(announced >> 1);
  });

  test('truncated-json and empty are 200s that cannot be read', async () => {
    once('truncated-json');
    const cut = await get();
    expect(cut.status).toBe(200);
    await expect(cut.json()).rejects.toThrow(SyntaxError);
    once('empty');
    expect(await (await get()).text()).toBe('');
  });

  test('hang never answers until the client leaves', async () => {
    const fault = once('hang');
    await expect(get('/tags', { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(fault.fired).toBe(1);
    expect((await get()).status).toBe(200);
  });

  test('slow answers late', async () => {
    once('slow', { ms: 20 });
    const start = performance.now();
    expect((await get()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(15);
  });

  test('drop-rate-headers takes away the headers of the rate limit, and no others', async () => {
    once('drop-rate-headers');
    expect((await get()).headers.has('X-RateLimit-Limit')).toBe(false);
    expect((await get()).headers.has('X-RateLimit-Limit')).toBe(true);
  });

  test('garbage-rate-headers makes all of them, or one, say nonsense', async () => {
    const told = async () => {
      const { headers } = await get();
      return ['Limit', 'Remaining', 'Reset'].map((name) => headers.get(`X-RateLimit-${name}`));
    };
    once('garbage-rate-headers');
    expect(await told()).toEqual(['Infinity', 'Infinity', 'Infinity']);
    once('garbage-rate-headers', { value: '-1', header: 'Remaining' });
    expect(await told()).toEqual(['100000', '-1', expect.stringMatching(/^\d+$/)]);
    expect((await told())[0]).toBe('100000');
  });

  test('wrong-date and no-date do so to the Date header, and the others are right', async () => {
    const ahead = async () => Date.parse((await get()).headers.get('Date') ?? '') - Date.now();
    once('wrong-date');
    expect((await ahead()) / 86_400_000).toBeCloseTo(365, 1);
    once('wrong-date', { ms: -3_600_000 });
    expect((await ahead()) / 3_600_000).toBeCloseTo(-1, 1);
    once('no-date');
    expect(await ahead()).toBeNaN();
    expect(Math.abs(await ahead())).toBeLessThan(5000);
  });

  test('gone-html is the 404 of what is gone, and of nothing else', async () => {
    const { workspace } = simulator;
    const [gone, live] = [...workspace.conversations.keys()];
    workspace.deleteConversation(gone!);
    once('gone-html', { pattern: '^/conversations/\\d+$' });
    expect((await get(`/conversations/${live}`)).status).toBe(200);
    const answer = await get(`/conversations/${gone}`);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect((await get(`/conversations/${gone}`)).headers.get('Content-Type')).toBe('application/json');
  });

  test('a token is revoked in the middle, or at once, for every path', async () => {
    faults.add({ kind: 'revoke-token', after: 2, value: 'token_revoked' });
    const answers = [await get(), await get('/me'), await get('/me'), await get()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 401]);
    expect(await answers[3]!.json()).toMatchObject({ type: 'error.list', errors: [{ code: 'token_revoked' }] });
    faults.clear();
    const revoked = simulator.revokeToken();
    expect(await (await get('/me')).json()).toMatchObject({ errors: [{ code: 'unauthorized' }] });
    revoked.remove();
    expect((await get('/me')).status).toBe(200);
  });
});

describe('faults of paging and search', () => {
  const searched = () => bench({ scale: 0.2, version: '2.17' });
  const page = (starting_after?: string, per_page = 5) => ({ ...everything, pagination: { per_page, starting_after } });

  test('invalid-cursor refuses a good cursor once', async () => {
    const { post, faults } = searched();
    tried.add('invalid-cursor');
    const first = cursorOf(await post('/contacts/search', page()));
    faults.add({ kind: 'invalid-cursor' });
    expect((await post('/contacts/search', page())).status).toBe(200);
    expect(errorOf(await post('/contacts/search', page(first)))).toBe('400 client_error');
    expect((await post('/contacts/search', page(first))).status).toBe(200);
  });

  test('search-404 breaks every search that would show one record', async () => {
    const { post, get, faults, workspace } = searched();
    tried.add('search-404');
    const [id] = workspace.conversations.keys();
    const fault = faults.add({ kind: 'search-404', id: id! });
    const refused = await post('/conversations/search', page(undefined, 150));
    expect(errorOf(refused)).toBe('404 not_found');
    expect(refused.body.errors).toMatchObject([{ message: 'Conversation not found. Message deleted.' }]);
    const others = { query: { field: 'id', operator: '!=', value: id }, pagination: { per_page: 150 } };
    expect(idsOf(await post('/conversations/search', others))).toHaveLength(workspace.conversations.size - 1);
    expect((await get(`/conversations/${id}`)).status).toBe(200);
    expect(fault.fired).toBe(1);
  });

  test('big-page-timeout lets only small pages through', async () => {
    const { post, faults } = searched();
    tried.add('big-page-timeout');
    faults.add({ kind: 'big-page-timeout', perPage: 10, match: ({ path }) => path === '/contacts/search' });
    const small = await post('/contacts/search', page(undefined, 10));
    expect(small.status).toBe(200);
    await expect(post('/contacts/search', page(undefined, 11))).rejects.toThrow(SyntaxError);
  });

  test('the scroll faults break a scroll in Intercom’s three ways', async () => {
    const { get, faults } = bench({ scale: 3 });
    for (const kind of ['scroll-exists', 'scroll-expired', 'scroll-restart'] as const) {
      tried.add(kind);
      faults.add({ kind, times: 1 });
    }
    expect(errorOf(await get('/companies/scroll'))).toBe('400 scroll_exists');
    const next = `/companies/scroll?scroll_param=${(await get('/companies/scroll')).body.scroll_param}`;
    expect(errorOf(await get(next))).toBe('404 not_found');
    expect(errorOf(await get(next))).toBe('500 server_error');
    expect((await get(next)).status).toBe(200);
  });
});

describe('faults in general', () => {
  test('fire at their rate, the same for the same seed', async () => {
    const fired = async (seed: number): Promise<boolean[]> => {
      const { get, faults } = bench({ seed });
      faults.add({ kind: '500', rate: 0.5 });
      const statuses: boolean[] = [];
      for (let i = 0; i < 40; i++) statuses.push((await get('/me')).status === 500);
      return statuses;
    };
    const first = await fired(3);
    expect(await fired(3)).toEqual(first);
    expect(first.filter(Boolean).length).toBeGreaterThan(8);
    expect(first.filter(Boolean).length).toBeLessThan(32);
  });

  test('can be removed, one or all', async () => {
    const { get, faults } = bench();
    const fault = faults.add({ kind: '500', match: '/me' });
    expect((await get('/me')).status).toBe(500);
    fault.remove();
    expect((await get('/me')).status).toBe(200);
    faults.add({ kind: '500' });
    faults.clear();
    expect((await get('/me')).status).toBe(200);
  });

  test('break connections in process as fetch would show it', async () => {
    const { get, fetch, faults } = bench();
    faults.add({ kind: 'reset-before', times: 1 });
    await expect(get('/me')).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
    faults.add({ kind: 'reset-middle', times: 1 });
    const headers = { Authorization: 'Bearer simulator-token' };
    const response = await fetch(new Request('http://simulator.example/me', { headers }));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  test('refuse a kind that does not exist', () => {
    expect(() => bench().faults.add({ kind: 'nonsense' as FaultKind })).toThrow("There is no fault 'nonsense'");
  });

  test('leave so many requests alone first, and choose paths by a regular expression too', async () => {
    const { get, faults, workspace } = bench({ scale: 0.1 });
    const [id] = workspace.conversations.keys();
    const fault = faults.add({ kind: '500', match: '/conversations/', pattern: '/\\d+$', after: 2, times: 2 });
    expect((await get('/conversations/deleted')).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await get(`/conversations/${id}`)).status);
    expect(statuses).toEqual([200, 200, 500, 500, 200]);
    expect(fault.fired).toBe(2);
  });

  test('are all tried, those of paging and contents in tests of their own', () => {
    const others = new Set([...Object.keys(pagingFaults), ...Object.keys(contentsFaults)]);
    expect([...tried].sort()).toEqual(
      Object.keys(faultKinds)
        .filter((kind) => !others.has(kind))
        .sort(),
    );
  });
});
