/** Each fault by itself, through real sockets: it fires, and the read ends with the truth, or with the error that says why not. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Transport } from '../../src/intercom/http/transport.ts';
import type { FaultSpec } from '../../src/simulator/index.ts';
import { openWorld, type World } from './read-through.ts';
import { usualStreams as streams } from './usual-streams.ts';

let world: World;
afterEach(() => world.close());

/** As often as it takes to hit several kinds of requests. */
const often = { rate: 0.1, times: 40 };

describe('a fault that passes leaves no trace', () => {
  test.each<[string, FaultSpec]>([
    ['429', { kind: '429', ...often }],
    ['429 without headers', { kind: '429', headers: false, rate: 0.1, times: 10 }],
    ['429 with Retry-After only', { kind: '429', headers: false, retryAfter: 3, ...often }],
    ['500', { kind: '500', ...often }],
    ['502 with an HTML page', { kind: '502', ...often }],
    ['503 with Retry-After', { kind: '503', retryAfter: 7, ...often }],
    ['504', { kind: '504', ...often }],
    ['200 with an HTML page', { kind: 'html', ...often }],
    ['200 with an empty body', { kind: 'empty', ...often }],
    ['200 with truncated JSON', { kind: 'truncated-json', ...often }],
    ['a reset before the answer', { kind: 'reset-before', ...often }],
    ['a reset in the middle of the body', { kind: 'reset-middle', ...often }],
    ['a request that hangs', { kind: 'hang', rate: 0.1, times: 4 }],
    ['a cursor that became invalid', { kind: 'invalid-cursor', rate: 0.2, times: 10 }],
    ['a proxy that drops the rate limit headers', { kind: 'drop-rate-headers' }],
    ['a scroll in use by another app', { kind: 'scroll-exists', times: 3 }],
    ['a scroll that expired', { kind: 'scroll-expired', times: 2 }],
    ['a scroll that must be restarted', { kind: 'scroll-restart', times: 2 }],
  ])('%s', async (_name, fault) => {
    world = await openWorld();
    const { fired, failed } = await world.read({ faults: [fault] });
    expect(fired[0]).toBeGreaterThan(0);
    expect([...failed.values()]).toEqual([]);
    expect(world.differences()).toEqual([]);
  });

  test('all together', async () => {
    world = await openWorld();
    const kinds = [
      '429',
      '500',
      '502',
      '503',
      '504',
      'reset-before',
      'reset-middle',
      'truncated-json',
      'empty',
      'html',
    ];
    const faults = kinds.map((kind) => ({ kind, rate: 0.02 }) as FaultSpec);
    const { fired, failed } = await world.read({ faults });
    expect(fired.filter((times) => times > 0).length).toBeGreaterThan(5);
    expect([...failed.values()]).toEqual([]);
    expect(world.differences()).toEqual([]);
  });
});

describe('waits', () => {
  test('a 503 is given the time that it asks for', async () => {
    world = await openWorld();
    const { fired } = await world.read({ faults: [{ kind: '503', retryAfter: 7, times: 1, match: '/tags' }] });
    expect(fired).toEqual([1]);
    expect(world.clock.sleeps).toContain(7_000);
  });

  test('a company scroll that another app holds is waited for, as long as one lives', async () => {
    world = await openWorld();
    const { logged } = await world.read({ faults: [{ kind: 'scroll-exists', times: 3 }] });
    expect(logged.filter((line) => line.includes('Another company scroll'))).toHaveLength(3);
    expect(world.clock.elapsed()).toBeGreaterThan(59_000);
  });
});

/** The first requests go elsewhere. */
const astray =
  (first: number, origin: string) =>
  (network: Transport): Transport => {
    let requests = 0;
    return (request) => {
      const { pathname, search } = new URL(request.url);
      return network(++requests <= first ? { ...request, url: origin + pathname + search } : request);
    };
  };

describe('a network that is down', () => {
  // Port 9 takes nothing; names under `.invalid` never exist.
  test.each([
    ['connection refused', 'http://127.0.0.1:9'],
    ['no such host', 'http://intercom.invalid'],
  ])('%s, for a while: the read waits for it', async (_name, origin) => {
    world = await openWorld();
    const { failed } = await world.read({ through: astray(3, origin) });
    expect(world.clock.sleeps.filter((ms) => ms >= 250).length).toBeGreaterThanOrEqual(3);
    expect([...failed.values()]).toEqual([]);
    expect(world.differences()).toEqual([]);
  });

  test.each([
    ['connection refused', 'http://127.0.0.1:9', 'ECONNREFUSED'],
    ['no such host', 'http://intercom.invalid', /ENOTFOUND|EAI_AGAIN/],
  ])('%s, for good: the read ends with what it was', async (_name, origin, code) => {
    world = await openWorld();
    await expect(world.read({ through: astray(Number.POSITIVE_INFINITY, origin) })).rejects.toMatchObject({
      code: 'api_unavailable',
      message: expect.stringMatching(code),
      hint: expect.stringContaining('Run it again later'),
    });
  });
});

const hasPagesOf150 = ({ path }: { path: string }) => /\/(search|activities)$/.test(path);

describe('pages', () => {
  test('that never come at their full size are asked for at half of it', async () => {
    world = await openWorld();
    const { fired, failed, logged } = await world.read({
      faults: [{ kind: 'big-page-timeout', perPage: 40, match: hasPagesOf150 }],
      pageCap: 150,
    });
    expect(fired[0]).toBeGreaterThan(0);
    expect(logged).toContain('/contacts/search does not answer: asking for pages of 37.');
    expect([...failed.values()]).toEqual([]);
    expect(world.differences()).toEqual([]);
  });

  test('that hang at their full size, too', async () => {
    world = await openWorld();
    const faults = [{ kind: 'big-page-timeout', perPage: 80, hang: true, match: '/contacts/search' }] as const;
    const { fired, failed } = await world.read({ faults, pageCap: 150 });
    expect(fired[0]).toBeGreaterThan(0);
    expect([...failed.values()]).toEqual([]);
    expect(world.differences()).toEqual([]);
  });

  test('that name themselves as the next one end the stream, not in a loop; the next read goes on', async () => {
    world = await openWorld();
    const faults = [{ kind: 'repeat-cursor', match: '/contacts/search' }] as const;
    const { fired, failed } = await world.read({ faults, pageCap: 5 });
    expect(fired[0]).toBeGreaterThan(0);
    const fed = streams.filter(({ scan }) => scan.name === 'contacts').map(({ name }) => name);
    expect(fed).toEqual(expect.arrayContaining(['contacts', 'users', 'leads', 'contact_merges']));
    expect([...failed.keys()].sort()).toEqual(fed.sort());
    expect(new Set([...failed.values()].map(({ code }) => code))).toEqual(new Set(['paging_stuck']));
    await world.read();
    expect(world.differences()).toEqual([]);
  });
});

/** The scans that search each collection. */
const walksOver = {
  contacts: ['contacts'],
  conversations: ['conversations', 'conversation_quality'],
  tickets: ['tickets'],
};

describe('a broken record, because of which search answers 404', () => {
  test.each(['contacts', 'conversations', 'tickets'] as const)(
    'among %s: it alone is missing, and that is told',
    async (kind) => {
      world = await openWorld();
      const ids = [...world.simulator.workspace[kind].keys()];
      const id = ids[Math.floor(ids.length / 2)]!;
      const { fired, failed, logged } = await world.read({
        faults: [{ kind: 'search-404', id, match: `/${kind}/search` }],
      });
      expect(fired[0]).toBeGreaterThan(0);
      expect([...failed.values()]).toEqual([]);
      // Each walk over the collection tells it.
      const walks = new Set(streams.filter(({ scan }) => walksOver[kind].includes(scan.name)).map(({ scan }) => scan));
      expect(logged.filter((line) => line.includes("can't be read"))).toHaveLength(walks.size);
      const missing = world.differences();
      expect(missing.length).toBeGreaterThan(0);
      const parts = world.simulator.workspace.conversations.get(id)?.parts.map((part) => part.id) ?? [];
      expect(missing.filter((line) => ![id, ...parts].some((one) => line.includes(`"${one}"`)))).toEqual([]);
    },
  );
});
