/** Pages that name the next one by its address, as those of events do. */
import { expect, test } from 'vitest';
import { linkedPages } from '../../../src/intercom/readers/linked.ts';
import { all, failure, ok, scripted } from '../scripted.ts';

const events = { path: '/events', query: { type: 'user', intercom_user_id: 'c1' }, items: 'events', key: 'event_name' };
const named = (...names: string[]) => names.map((event_name) => ({ event_name }));
const urls = ({ requests }: ReturnType<typeof scripted>) => requests.map(({ url }) => url);

test('follow each other by the parameters of the link, as they stand there', async () => {
  const script = scripted((_, number) =>
    ok({
      events: number < 3 ? named(`e${number}`, `f${number}`) : named('e3'),
      pages: { next: number < 3 ? `https://api.intercom.io/events?before=138991394106${number}&per_page=2` : null },
    }),
  );
  expect(await all(linkedPages(script.context, events))).toEqual([named('e1', 'f1'), named('e2', 'f2'), named('e3')]);
  expect(urls(script).map((url) => new URL(url).searchParams.get('before'))).toEqual([
    null,
    '1389913941061',
    '1389913941062',
  ]);
});

test('are asked of our host and path only, and of whom we ask about, whatever the link says', async () => {
  const script = scripted((_, number) =>
    ok({
      events: number === 1 ? named('e', 'f') : named('g'),
      pages: { next: number === 1 ? 'https://evil.example/steal?intercom_user_id=c2&before=5' : null },
    }),
  );
  await all(linkedPages(script.context, events));
  expect(urls(script)).toEqual([
    'http://intercom.test/events?type=user&intercom_user_id=c1',
    'http://intercom.test/events?intercom_user_id=c1&before=5&type=user',
  ]);
});

test.each([null, undefined, '', 7, {}])('end where the next one is %j', async (next) => {
  const script = scripted(() => ok({ events: named('e'), pages: { next } }));
  expect(await all(linkedPages(script.context, events))).toEqual([named('e')]);
});

test('end without pages, and at an empty one that names a next one all the same', async () => {
  const without = scripted(() => ok({ events: named('e') }));
  expect(await all(linkedPages(without.context, events))).toEqual([named('e')]);
  const empty = scripted(() => ok({ events: [], pages: { next: 'http://api.intercom.test/events?next page' } }));
  expect(await all(linkedPages(empty.context, events))).toEqual([]);
  expect(empty.requests).toHaveLength(1);
});

test('are asked for again where one is empty that was named', async () => {
  const next = 'https://api.intercom.io/events?before=1';
  const script = scripted((_, number) =>
    ok({ events: [named('a', 'b'), [], named('c')][number - 1], pages: { next: number === 1 ? next : null } }),
  );
  expect(await all(linkedPages(script.context, events))).toEqual([named('a', 'b'), named('c')]);
});

test('are asked for again where a full one is said to be the last, and end where it is one all the same', async () => {
  const twoOfEach = { ...events, query: { ...events.query, per_page: '2' } };
  const next = 'https://api.intercom.io/events?before=1';
  const cut = scripted((_, number) =>
    ok({ events: number < 3 ? named('a', 'b') : named('c'), pages: { next: number === 2 ? next : null } }),
  );
  expect(await all(linkedPages(cut.context, twoOfEach))).toEqual([named('a', 'b'), named('c')]);
  expect(cut.requests).toHaveLength(3);
  const full = scripted(() => ok({ events: named('a', 'b'), pages: { next: null } }));
  expect(await all(linkedPages(full.context, twoOfEach))).toEqual([named('a', 'b')]);
  expect(full.requests).toHaveLength(3);
});

test('stop at a link that came before, and where there is no list', async () => {
  const circle = scripted(() => ok({ events: named('e'), pages: { next: 'https://api.intercom.io/events?before=1' } }));
  expect((await failure(all(linkedPages(circle.context, events)))).code).toBe('paging_stuck');
  const missing = scripted(() => ok({ pages: {} }));
  expect((await failure(all(linkedPages(missing.context, events)))).code).toBe('request_refused');
});

test('tell, once, of items that can not be used', async () => {
  const script = scripted(() => ok({ events: [null, { id: '1' }, ...named('e')] }));
  expect(await all(linkedPages(script.context, events))).toEqual([named('e')]);
  expect(script.logged).toEqual([expect.stringMatching(/^Items of \/events can't be used and are left out: /)]);
});
