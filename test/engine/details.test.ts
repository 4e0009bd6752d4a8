/** Details of a page's entities: what each came to, and that no answer's memory is kept once no one takes it. */
import { expect, test } from 'vitest';
import { fetchDetails } from '../../src/engine/details.ts';
import type { Client } from '../../src/intercom/client.ts';
import type { Lease } from '../../src/intercom/limits/memory.ts';
import type { ReadContext } from '../../src/intercom/readers/reader.ts';
import type { Detail } from '../../src/streams/stream.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { offlineClient } from './streams.ts';
import { partsDetail } from './world.ts';

/** A detail whose every answer takes memory; `open` are the leases of it that are not released. */
function detailInMemory(fetch: (id: string) => object | undefined) {
  const open = new Set<Lease>();
  const held: ((lease: Lease) => void)[] = [];
  const client: Client = {
    ...offlineClient,
    with: ({ hold }) => {
      if (hold) held.push(hold);
      return client;
    },
  };
  const detail: Detail = {
    ...partsDetail(async (_context, { id }) => {
      const lease = { bytes: 1, use() {}, release: () => open.delete(lease) } as unknown as Lease;
      open.add(lease);
      held.shift()?.(lease);
      return fetch(String(id)) as never;
    }),
    needed: ({ id }) => id !== 'unneeded',
  };
  const { signal } = new AbortController();
  const context: ReadContext = { client, clock: createFakeClock(), filters: [], settledBefore: 0, signal, log() {} };
  return { detail, context, open };
}

test('each entity comes with its detail, or with why it has none, in their order', async () => {
  const { detail, context } = detailInMemory((id) => (id === 'lost' ? undefined : { parts: [id] }));
  const found: unknown[] = [];
  for await (const { entity, answer, holding } of fetchDetails(
    detail,
    ['a', 'lost', 'unneeded', 'b'].map((id) => ({ id })),
    context,
  ))
    found.push([entity.id, answer, holding !== undefined]);
  expect(found).toEqual([
    ['a', { parts: ['a'] }, true],
    ['lost', 'gone', true],
    ['unneeded', 'not needed', false],
    ['b', { parts: ['b'] }, true],
  ]);
});

test.each([
  ['fails', true],
  ['is left', false],
])('when one %s, the memory of those that no one has taken is given back', async (_, fails) => {
  const { detail, context, open } = detailInMemory((id) => {
    if (fails && id === '3') throw new Error('broken');
    return { parts: [id] };
  });
  const entities = Array.from({ length: 9 }, (_, i) => ({ id: String(i) }));
  let taken = 0;
  const reading = (async () => {
    for await (const _ of fetchDetails(detail, entities, context)) if (++taken === 4) break;
  })();
  await (fails ? expect(reading).rejects.toThrow('broken') : reading);
  // What was taken is its taker's to give back.
  expect(open.size).toBe(taken);
});

test.each([
  ['any may need: only so many of the page', undefined, ['0']],
  ['few need: all of the page', true, ['0', '140']],
] as const)('are asked for at once where %s', async (_, rare, atOnce) => {
  const asked: string[] = [];
  const { context } = detailInMemory(() => undefined);
  const detail: Detail = {
    ...partsDetail((_context, { id }) => {
      asked.push(String(id));
      return new Promise(() => {});
    }),
    ...(rare && { rare }),
    needed: ({ id }) => id === '0' || id === '140',
  };
  const entities = Array.from({ length: 150 }, (_, i) => ({ id: String(i) }));
  fetchDetails(detail, entities, context).next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual(atOnce);
});
