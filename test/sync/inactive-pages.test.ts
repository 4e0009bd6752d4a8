/** How much of the list of inactive contacts is read, in whatever order and shape it comes. */
import { describe, expect, test } from 'vitest';
import type { Event, StreamState } from '../../src/core/events.ts';
import type { StoredStream } from '../../src/destinations/destination.ts';
import type { Client } from '../../src/intercom/client.ts';
import { streamNamed } from '../../src/streams/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { createInactiveContactHints } from '../../src/sync/inactive-contacts.ts';
import { all, ok, refusal, scripted } from '../intercom/scripted.ts';

type Entry = { id?: unknown; updated_at?: unknown } | null;

const contacts = streamNamed('contacts')!;

/** The list, two entries a page, by cursors that are numbers of entries. */
function listOf(entries: Entry[], isValid = (_cursor: string) => true) {
  const asked: (string | null)[] = [];
  const { client } = scripted((request) => {
    const cursor = new URL(request.url).searchParams.get('starting_after');
    asked.push(cursor);
    if (cursor !== null && !isValid(cursor)) return refusal(400, 'client_error', 'Invalid starting_after param');
    const start = Number(cursor ?? 0);
    const next = start + 2 < entries.length ? { starting_after: String(start + 2) } : null;
    return ok({ type: 'list', data: entries.slice(start, start + 2), pages: { next } });
  });
  return { asked, ...hintsOver(client) };
}

function hintsOver(client: Client) {
  const signal = new AbortController().signal;
  const hinted = async (
    state: StreamState | undefined,
    {
      settledBefore = 100,
      streams = [contacts],
      refreshing = false,
      events = [],
      failed,
    }: { settledBefore?: number; streams?: Stream[]; refreshing?: boolean; events?: Event[]; failed?: string } = {},
  ) => {
    const ids: Record<string, string[]> = {};
    let next: StreamState | undefined;
    const logs: string[] = [];
    const stored = new Map<string, StoredStream>(
      state ? [['_inactive_contacts', { generation: 0, refreshing: false, state }]] : [],
    );
    const targets = streams.map((info) => ({ info, generation: 1, refreshing }));
    const log = (message: string) => logs.push(message);
    const options = { client, streams, targets, stored, settledBefore, signal, log };
    const inactive = createInactiveContactHints(options);
    for (const event of events) inactive.observe(event);
    for await (const hint of inactive.hints((name) => name !== failed)) {
      if ('state' in hint) next = hint.state;
      else ids[hint.stream] = [...(ids[hint.stream] ?? []), ...hint.ids];
    }
    return { ids, next, logs };
  };
  return { hinted };
}

const at = (...times: number[]) => times.map((updated_at, i) => ({ id: `c${i}`, updated_at }));

describe('oldest first', () => {
  test('it is read from its last page on in the next run', async () => {
    const entries = at(1, 2, 3, 4, 5);
    const { asked, hinted } = listOf(entries);
    const first = await hinted(undefined);
    expect(first.ids).toEqual({ contacts: ['c0', 'c1', 'c2', 'c3', 'c4'] });
    expect(first.next).toEqual({ contacts: { at: 100, cursor: '4' } });
    expect(asked.splice(0)).toEqual([null, '2', '4']);
    entries.push(...at(101, 102).map((entry) => ({ ...entry, id: `new ${entry.updated_at}` })));
    const second = await hinted(first.next, { settledBefore: 200 });
    expect(second.ids).toEqual({ contacts: ['new 101', 'new 102'] });
    expect(second.next).toEqual({ contacts: { at: 200, cursor: '6' } });
    expect(asked).toEqual(['4', '6']);
  });

  test('from a cursor that is no longer valid it is read from the beginning', async () => {
    const { asked, hinted } = listOf(at(1, 2, 150), (cursor) => cursor !== '7');
    expect(await hinted({ contacts: { at: 100, cursor: '7' } })).toMatchObject({ ids: { contacts: ['c2'] } });
    expect(asked).toEqual(['7', null, '2']);
  });
});

describe('in numbered pages', () => {
  /** Two entries a page; `totals`: what each answer counts, where that is not how many there are. */
  const numberedList = (entries: Entry[], totals: number[] = []) => {
    const asked: (string | null)[] = [];
    const { client } = scripted((request) => {
      const page = Number(new URL(request.url).searchParams.get('page'));
      asked.push(String(page));
      const total_count = totals[asked.length - 1] ?? entries.length;
      const pages = { page, per_page: 2, total_pages: Math.ceil(entries.length / 2) };
      return ok({ type: 'list', data: entries.slice(page * 2 - 2, page * 2), total_count, pages });
    });
    return { asked, ...hintsOver(client) };
  };

  test('all of them are read, and again in the next run: what leaves the list moves the rest', async () => {
    const { asked, hinted } = numberedList(at(1, 2, 3, 4, 105));
    const first = await hinted(undefined);
    expect(first.ids).toEqual({ contacts: ['c0', 'c1', 'c2', 'c3', 'c4'] });
    expect(first.next).toEqual({ contacts: { at: 100 } });
    expect(asked.splice(0)).toEqual(['1', '2', '3']);
    expect((await hinted(first.next)).ids).toEqual({ contacts: ['c4'] });
    expect(asked).toEqual(['1', '2', '3']);
  });

  test('while some leave the list, the place stays: the next run looks at what may have been passed over', async () => {
    const { hinted } = numberedList(at(1, 2, 103), [4, 3]);
    const { ids, next } = await hinted({ contacts: { at: 2 } });
    expect(ids).toEqual({ contacts: ['c1', 'c2'] });
    expect(next).toEqual({ contacts: { at: 2 } });
  });

  test('no more than 200 are read, which is told', async () => {
    const { asked, hinted } = numberedList(Array.from({ length: 900 }, (_, i) => ({ id: `c${i}` })));
    const { ids, logs } = await hinted(undefined);
    expect(ids.contacts).toHaveLength(400);
    expect(asked).toHaveLength(200);
    expect(logs).toEqual([expect.stringContaining('more than 200 pages')]);
  });
});

describe('beside the stream that shows the list', () => {
  const shown = streamNamed('inactive_contacts')!;
  const rows = at(1, 150, 160);
  const records = { type: 'records', stream: shown.name, rows } as const;

  test('it is not asked for again: what the stream has shown counts', async () => {
    const { asked, hinted } = listOf([]);
    const { ids, next } = await hinted({ contacts: { at: 100 } }, { streams: [contacts, shown], events: [records] });
    expect(ids).toEqual({ contacts: ['c1', 'c2'] });
    expect(next).toEqual({ contacts: { at: 100 } });
    expect(asked).toEqual([]);
  });

  test('which has failed, it is not asked for either, and no place moves', async () => {
    const { asked, hinted } = listOf(at(150));
    const options = { streams: [contacts, shown], events: [records], failed: shown.name, settledBefore: 300 };
    expect(await hinted({ contacts: { at: 100 } }, options)).toEqual({
      ids: {},
      next: { contacts: { at: 100 } },
      logs: [],
    });
    expect(asked).toEqual([]);
  });

  test('whose ids are hashed, it is asked for', async () => {
    const { asked, hinted } = listOf(at(150));
    const masked = { ...shown, masking: { digest: '', columns: ['id'] } };
    const { ids } = await hinted({ contacts: { at: 100 } }, { streams: [contacts, masked], events: [records] });
    expect(ids).toEqual({ contacts: ['c0'] });
    expect(asked).toEqual([null]);
  });
});

test('newest first, it is read up to what is known, and from its beginning again', async () => {
  const { asked, hinted } = listOf(at(150, 140, 90, 80, 70, 60));
  const { ids, next } = await hinted({ contacts: { at: 100 } });
  expect(ids).toEqual({ contacts: ['c0', 'c1'] });
  expect(next).toEqual({ contacts: { at: 100 } });
  expect(asked).toEqual([null, '2']);
});

test('in no order, all of it is read each time', async () => {
  const { asked, hinted } = listOf(at(1, 150, 2, 160, 3, 170));
  const { ids, next } = await hinted({ contacts: { at: 100 } });
  expect(ids).toEqual({ contacts: ['c1', 'c3', 'c5'] });
  expect(next).toEqual({ contacts: { at: 100 } });
  expect(asked).toHaveLength(3);
});

test('entries without a time are asked for each time, those without an id never', async () => {
  const { hinted } = listOf([{ id: 'a' }, { updated_at: 150 }, null, { id: 7, updated_at: '2026' }, { id: {} }]);
  const { ids, next } = await hinted({ contacts: { at: 100 } });
  expect(ids).toEqual({ contacts: ['a', '7'] });
  expect(next).toEqual({ contacts: { at: 100 } });
});

test('a stream that was read whole needs it from then on only', async () => {
  const { asked, hinted } = listOf(at(1, 2, 3));
  const { ids, next } = await hinted({ users: { at: 5, cursor: '0' } }, { refreshing: true });
  expect(ids).toEqual({});
  expect(next).toEqual({ users: { at: 5, cursor: '0' }, contacts: { at: 100 } });
  expect(asked).toEqual([]);
});

test('each stream goes by its own place', async () => {
  const { hinted } = listOf(at(10, 20, 30, 40));
  const streams = [contacts, streamNamed('users')!];
  const { ids } = await hinted({ contacts: { at: 35, cursor: '2' }, users: { at: 15, cursor: '0' } }, { streams });
  expect(ids).toEqual({ contacts: ['c3'], users: ['c1', 'c2', 'c3'] });
});

test.each([
  ['404', refusal(404, 'not_found')],
  ['403', refusal(403, 'forbidden')],
  ['400', refusal(400, 'intercom_version_invalid')],
  ['another shape', ok({ contacts: [] })],
])('a list that is not to be had (%s) is told once, and moves no place', async (_, answer) => {
  const { client } = scripted(() => answer);
  const logs: string[] = [];
  const state = { contacts: { at: 7 } };
  const hints = createInactiveContactHints({
    client,
    streams: [contacts],
    targets: [{ info: contacts, generation: 1, refreshing: false }],
    stored: new Map([['_inactive_contacts', { generation: 0, refreshing: false, state }]]),
    settledBefore: 100,
    signal: new AbortController().signal,
    log: (message) => logs.push(message),
  }).hints(() => true);
  expect(await all(hints)).toEqual([{ stream: '_inactive_contacts', state }]);
  expect(logs).toHaveLength(1);
});
