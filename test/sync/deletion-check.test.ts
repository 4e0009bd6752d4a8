/** Asking by id for what a full pass did not show: a 404 stands only while what is there is found. */
import { describe, expect, test } from 'vitest';
import { definedStreams } from '../../src/streams/defined-streams.ts';
import { streams as registry } from '../../src/streams/index.ts';
import { createDeletionCheck, type DeletionResponses } from '../../src/sync/deletion-check.ts';
import { ok, refusal, scripted } from '../intercom/scripted.ts';

const named = (...names: string[]) => registry.filter(({ name }) => names.includes(name));

/** A workspace that has these, by path. */
const having = (bodies: Record<string, object>) =>
  scripted((request) => {
    const { pathname } = new URL(request.url);
    return bodies[pathname] ? ok(bodies[pathname]) : refusal(404, 'not_found');
  });

async function responsesOf(flow: AsyncGenerator<DeletionResponses>): Promise<DeletionResponses> {
  const all: DeletionResponses = { gone: [], there: [] };
  for await (const { gone, there } of flow) {
    all.gone.push(...gone);
    all.there.push(...there);
  }
  return all;
}

test('what answers 404 is gone, what answers is there', async () => {
  const { client } = having({ '/contacts/a': {}, '/contacts/live': {} });
  const check = createDeletionCheck(named('contacts'), registry, client);
  expect(await responsesOf(check.responses('contacts', ['a', 'b'], ['live']))).toEqual({ gone: ['b'], there: ['a'] });
});

test('what answers as another record, by the id that its application gave it, is gone', async () => {
  const { client } = having({
    '/custom_object_instances/Order/22': { id: '31', external_id: '22' },
    '/custom_object_instances/Order/23': { id: 23, external_id: '22' },
    '/custom_object_instances/Order/24': { id: '25', external_id: null },
  });
  const defined = definedStreams({ custom_object_types: ['Order'] });
  const check = createDeletionCheck(defined, defined, client);
  const { gone, there } = await responsesOf(check.responses('custom_object_order', ['22', '23', '24'], []));
  // Another record without that id is no response to the question: what proves nothing deletes nothing.
  expect({ gone, there }).toEqual({ gone: ['22'], there: ['23', '24'] });
});

test('an id is asked for once, whichever streams ask', async () => {
  const { client, requests } = having({ '/contacts/a': { role: 'user' } });
  const check = createDeletionCheck(named('contacts', 'users'), registry, client);
  await responsesOf(check.responses('contacts', ['a', 'b'], []));
  await responsesOf(check.responses('users', ['a', 'b'], []));
  expect(requests).toHaveLength(2);
});

test('a lead that has become a user is no lead any more, though it is there', async () => {
  const { client } = having({ '/contacts/a': { role: 'user' }, '/contacts/b': { role: 'lead' } });
  const check = createDeletionCheck(named('leads'), registry, client);
  expect(await responsesOf(check.responses('leads', ['a', 'b'], []))).toEqual({ gone: ['a'], there: ['b'] });
});

test('of a child stream its parents are asked for; a stream without such a path has no check', () => {
  const { client } = having({});
  const check = createDeletionCheck(registry, registry, client);
  expect(check.has('company_segments')).toBe(true);
  expect(check.has('contact_attributes')).toBe(false);
});

describe('a 410, which says that a contact was merged,', () => {
  const merged = () => scripted(() => refusal(410, 'contact_merged'));

  test('stands by itself, even where all that the pass did show was merged since', async () => {
    const { client, requests } = merged();
    const check = createDeletionCheck(named('leads'), registry, client);
    expect(await responsesOf(check.responses('leads', ['a'], ['x']))).toEqual({ gone: ['a'], there: [] });
    expect(requests).toHaveLength(1);
  });

  test('is an answer to a control question', async () => {
    const { client } = scripted(({ url }) =>
      url.endsWith('/x') ? refusal(410, 'contact_merged') : refusal(404, 'not_found'),
    );
    const check = createDeletionCheck(named('leads'), registry, client);
    expect(await responsesOf(check.responses('leads', ['a'], ['x']))).toEqual({ gone: ['a'], there: [] });
  });
});

describe('control questions', () => {
  test('stop the check where what is there answers 404 too', async () => {
    const { client } = having({});
    const check = createDeletionCheck(named('contacts'), registry, client);
    await expect(responsesOf(check.responses('contacts', ['a'], ['x', 'y', 'z']))).rejects.toMatchObject({
      code: 'api_unavailable',
      message: 'Intercom answers 404 for contacts that are there.',
    });
  });

  test('let a 404 stand where one of them is gone as well by now, however many answer so', async () => {
    const { client } = having({ '/contacts/x': {}, '/contacts/y': {} });
    const check = createDeletionCheck(named('contacts'), registry, client);
    const ids = Array.from({ length: 250 }, (_, i) => `gone-${i}`);
    expect(await responsesOf(check.responses('contacts', ids, ['x', 'y', 'z']))).toEqual({ gone: ids, there: [] });
  });

  test('are not asked where nothing answers 404', async () => {
    const { client, requests } = having({ '/contacts/a': {} });
    await responsesOf(createDeletionCheck(named('contacts'), registry, client).responses('contacts', ['a'], ['x']));
    expect(requests).toHaveLength(1);
  });
});

test('take at most a tenth of the budget', async () => {
  const { client, clock } = having({ '/contacts/live': {} });
  const ids = Array.from({ length: 400 }, (_, i) => `${i}`);
  await responsesOf(createDeletionCheck(named('contacts'), registry, client).responses('contacts', ids, ['live']));
  // 1,667 requests in ten seconds, of which 167 may be checks.
  expect(clock.elapsed()).toBeGreaterThan((390 / 166.7) * 10_000);
});
