/** What is special about knowledge, news and macros: ids that several types share, children by another name, times in ISO 8601. */
import { expect, test } from 'vitest';
import type { StreamState } from '../../../src/core/events.ts';
import { rowConverter } from '../../../src/engine/convert.ts';
import { read } from '../../../src/engine/read.ts';
import { tombstone } from '../../../src/engine/tombstones.ts';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { openSession } from '../../../src/intercom/session.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import { knowledgeContent } from '../../../src/streams/knowledge/content.ts';
import { contentImportSources } from '../../../src/streams/knowledge/external-pages.ts';
import { macros } from '../../../src/streams/knowledge/macros.ts';
import { newsfeedItems } from '../../../src/streams/knowledge/news.ts';
import type { Scan, Stream } from '../../../src/streams/stream.ts';
import { refusal } from '../../intercom/scripted.ts';
import { throughFetch } from '../../intercom/through-fetch.ts';
import { contextOver, type Script, scripted } from '../read-context.ts';

const all = { from: 0, to: Number.POSITIVE_INFINITY };

async function entitiesOf({ scan }: Stream, { context }: Script): Promise<Entity[]> {
  const found: Entity[] = [];
  for await (const { entities } of (scan as Scan).read(context, all)) found.push(...entities);
  return found;
}

test('knowledge_content asks for every type, and keeps apart those that share an id', async () => {
  const data = [
    { type: 'content_snippet', id: '1', title: 'A snippet' },
    { type: 'file_source_content', id: '1', title: 'handbook.pdf' },
  ];
  const script = scripted(() => ({ type: 'list', data, total_count: 2, pages: { page: 1, total_pages: 1 } }));
  expect(await entitiesOf(knowledgeContent, script)).toEqual(data);
  expect(script.requests.map(decodeURIComponent)).toEqual([
    'GET /content/search?content_types=snippet,external_content,file_source_content,internal_article,article&page=1&per_page=50',
  ]);
});

test('content_import_sources have their numbers as text', () => {
  const convert = rowConverter(contentImportSources.columns, () => {});
  expect(convert({ id: 33, type: 'content_import_source', audience_ids: [1] })).toEqual({
    id: '33',
    type: 'content_import_source',
    audience_ids: [1],
  });
});

const feed = { type: 'newsfeed', id: '68', name: 'For visitors', updated_at: 5 };
const itemsOf = (script: Script) => newsfeedItems.detail!.fetch(script.context, feed);

test('newsfeed_items name the news item by its id, and the newsfeed by its own', async () => {
  const script = scripted(() => ({ data: [{ id: 29, type: 'news-item', title: 'News' }], total_count: 1 }));
  expect(newsfeedItems.rows(feed, await itemsOf(script))).toEqual([
    { news_item_id: '29', type: 'news-item', title: 'News', newsfeed_id: '68', newsfeed_updated_at: 5 },
  ]);
  expect(script.requests).toEqual(['GET /news/newsfeeds/68/items?page=1&per_page=50']);
});

test('newsfeed_items of an empty newsfeed are none, and of one that has gone unknown', async () => {
  const empty = scripted(() => ({ data: [], total_count: 0, pages: { page: 1, total_pages: 0 } }));
  expect(newsfeedItems.rows(feed, await itemsOf(empty))).toEqual([]);
  expect(await itemsOf(scripted(() => refusal(404, 'not_found')))).toBeUndefined();
});

test('macros follow the cursors of pages of 150', async () => {
  const script = scripted((request) =>
    request.includes('starting_after')
      ? { data: [{ id: '2' }], pages: { type: 'pages', per_page: 150, next: null } }
      : { data: [{ id: '0' }, { id: '1' }], pages: { type: 'pages', next: { starting_after: 'WzE3LCIxIl0=' } } },
  );
  expect(await entitiesOf(macros, script)).toEqual([{ id: '0' }, { id: '1' }, { id: '2' }]);
  expect(script.requests.map(decodeURIComponent)).toEqual([
    'GET /macros?per_page=150',
    'GET /macros?per_page=150&starting_after=WzE3LCIxIl0=',
  ]);
});

test.each([
  ['2025-07-17T15:30:24.000Z', 1_752_766_224],
  ['2025-07-17T15:30:24.999Z', 1_752_766_224],
  ['2025-07-17T17:30:24+02:00', 1_752_766_224],
  // As a position is given, and as Intercom gives most times.
  [1_752_766_224, 1_752_766_224],
  ['soon', undefined],
  [null, undefined],
  [undefined, undefined],
])('the cursor of macros is unix seconds, of %j: %j', (updated_at, seconds) => {
  expect((macros.scan as Scan).cursor?.of({ id: '1', updated_at })).toBe(seconds);
});

test('a tombstone tells its time as the cursor of the stream is told', () => {
  expect(tombstone(macros, { id: '1', at: 1_752_766_224, reason: 'deleted' })).toMatchObject({
    id: '1',
    updated_at: '2025-07-17T15:30:24.000Z',
  });
});

test('macros are read from the start date on; their state holds unix seconds, from which the next read goes on', async () => {
  const simulator = createSimulator({ scale: 0, rateLimit: null });
  const { workspace } = simulator;
  const now = Math.floor(Date.now() / 1000);
  const day = 86_400;
  const [, second, third] = [30, 20, 10].map((days) => workspace.createMacro({ updated_at: now - days * day }).id);
  const { client, clock, signal } = contextOver(throughFetch(simulator.fetch));
  const states = new Map<string, StreamState>();
  const readIds = async (): Promise<unknown[]> => {
    const ids: unknown[] = [];
    const flow = read({
      session: await openSession(client, { region: 'us' }),
      registry: [macros],
      selected: [{ name: 'macros', syncMode: 'incremental', syncId: null }],
      states,
      times: { start: now - 20 * day, lookback: 0, settling: 600 },
      clock,
      signal,
    });
    for await (const event of flow) {
      if (event.type === 'records') ids.push(...event.rows.map(({ id }) => id));
      if (event.type === 'checkpoint') for (const { stream, state } of event.states) states.set(stream, state);
      if (event.type === 'status' && event.status === 'incomplete') throw event.error;
    }
    return ids.sort();
  };
  expect(await readIds()).toEqual([second, third].sort());
  const { updated_at } = states.get('macros') as { updated_at: number };
  expect(Math.abs(updated_at - (now - 600))).toBeLessThan(60);
  workspace.updateMacro(third!, { name: 'Renamed' });
  expect(await readIds()).toEqual([third]);
});
