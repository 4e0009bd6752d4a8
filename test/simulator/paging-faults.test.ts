/** Faults of paging: each is seen, and only where it is asked for. */
import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../src/simulator/index.ts';
import { pagingFaults } from '../../src/simulator/server/faults/paging.ts';
import { type Answer, bench, cursorOf, everything, idsOf } from './ask.ts';

const tried = new Set<string>();
const searched = (scale = 0.2) => {
  const simulator = bench({ scale, version: '2.17', rateLimit: null });
  const fault = (kind: FaultKind, more = {}) => {
    tried.add(kind);
    return simulator.faults.add({ kind, ...more });
  };
  const contacts = (starting_after?: string, per_page = 5) =>
    simulator.post('/contacts/search', { ...everything, pagination: { per_page, starting_after } });
  return { ...simulator, fault, contacts };
};
const nextOf = ({ body }: Answer): unknown => (body.pages as { next?: unknown }).next;

describe('paging that ends early', () => {
  test.each([
    ['null', null],
    ['absent', undefined],
    ['url', 'https://api.intercom.io/contacts/search'],
  ] as const)('next is %s on a page that has a next one, and its numbers stay true', async (end, next) => {
    const { contacts, fault, workspace } = searched();
    const ended = fault('short-page-end', { end, times: 1 });
    const short = await contacts();
    expect(nextOf(short)).toEqual(next);
    expect(idsOf(short)).toHaveLength(5);
    expect(short.body.total_count).toBe(workspace.contacts.size);
    expect(short.body.pages).toMatchObject({ page: 1, total_pages: Math.ceil(workspace.contacts.size / 5) });
    expect(cursorOf(await contacts())).toBeTypeOf('string');
    expect(ended.fired).toBe(1);
  });

  test('a page is empty', async () => {
    const { contacts, fault, workspace } = searched();
    const first = await contacts();
    fault('short-page-end', { end: 'empty', times: 1 });
    const empty = await contacts(cursorOf(first));
    expect([idsOf(empty), nextOf(empty), empty.body.total_count]).toEqual([[], null, workspace.contacts.size]);
    expect(idsOf(await contacts(cursorOf(first)))).toHaveLength(5);
  });

  test('but a last page is left alone', async () => {
    const { contacts, fault } = searched();
    const ended = fault('short-page-end');
    expect(idsOf(await contacts(undefined, 150)).length).toBeGreaterThan(20);
    expect(ended.fired).toBe(0);
  });

  test('a list that is paged by number', async () => {
    const { get, fault } = searched(1);
    fault('short-page-end', { match: '/conversations/deleted', times: 1 });
    const short = await get('/conversations/deleted?per_page=5');
    expect(nextOf(short)).toBeNull();
    expect(short.body).toMatchObject({ total_count: 12, pages: { page: 1, total_pages: 3 } });
    expect(nextOf(await get('/conversations/deleted?per_page=5'))).toContain('page=2');
  });

  test('a scroll is empty too early, and over', async () => {
    const { get, fault } = searched(3);
    const first = await get('/companies/scroll');
    fault('short-page-end', { end: 'empty', match: '/companies/scroll', times: 1 });
    const short = await get(`/companies/scroll?scroll_param=${first.body.scroll_param}`);
    expect([short.status, idsOf(short)]).toEqual([200, []]);
    expect(idsOf(await get('/companies/scroll'))).toEqual(idsOf(first));
  });
});

describe('records that are left out', () => {
  test('lost-item: a page lacks one that is counted, and the next asking has it', async () => {
    const { contacts, fault, workspace } = searched();
    const whole = await contacts();
    fault('lost-item', { match: '/contacts/search', times: 1 });
    const short = await contacts();
    expect(idsOf(short)).toHaveLength(4);
    expect(short.body.total_count).toBe(workspace.contacts.size);
    expect(cursorOf(short)).toBe(cursorOf(whole));
    expect(idsOf(await contacts())).toEqual(idsOf(whole));
  });

  test('lost-item: never the same one twice, so that asking often enough gives all', async () => {
    const { contacts, fault } = searched();
    const whole = idsOf(await contacts());
    fault('lost-item');
    const lost: (string | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      const got = idsOf(await contacts());
      lost.push(whole.find((id) => !got.includes(id)));
    }
    expect(lost.slice(0, 5).sort()).toEqual([...whole].sort());
    expect(lost[5]).toBeUndefined();
  });

  test('lost-item: the parts of a conversation too, but no list that is not counted, unless told', async () => {
    const { get, fault, workspace } = searched();
    const { id, parts } = [...workspace.conversations.values()].find((one) => one.parts.length > 2)!;
    const lost = fault('lost-item');
    const detail = await get(`/conversations/${id}`);
    expect(detail.body.conversation_parts).toMatchObject({ total_count: parts.length });
    expect((detail.body.conversation_parts as { conversation_parts: [] }).conversation_parts).toHaveLength(
      parts.length - 1,
    );
    expect(idsOf(await get('/tags'))).toHaveLength(workspace.tags.size);
    lost.remove();
    fault('lost-item', { match: '/tags' });
    expect(idsOf(await get('/tags'))).toHaveLength(workspace.tags.size - 1);
  });

  test('unreadable: one record is in no page, though counted', async () => {
    const { contacts, fault, workspace, get } = searched();
    const [id] = workspace.contacts.keys();
    fault('unreadable', { id });
    for (let i = 0; i < 2; i++) {
      const answer = await contacts(undefined, 150);
      expect(idsOf(answer)).not.toContain(id);
      expect(idsOf(answer)).toHaveLength(workspace.contacts.size - 1);
      expect(answer.body.total_count).toBe(workspace.contacts.size);
    }
    expect((await get(`/contacts/${id}`)).body.id).toBe(id);
  });
});

describe('circles', () => {
  test('repeat-cursor never lets go of a page', async () => {
    const { contacts, fault } = searched();
    fault('repeat-cursor', { match: '/contacts/search' });
    const first = cursorOf(await contacts());
    for (let i = 0; i < 3; i++) expect(cursorOf(await contacts(first))).toBe(first);
  });

  test('two-cursors take turns', async () => {
    const { contacts, fault } = searched();
    fault('two-cursors', { match: '/contacts/search' });
    const cursors: (string | undefined)[] = [];
    let next: string | undefined;
    for (let i = 0; i < 6; i++) {
      next = cursorOf(await contacts(next));
      cursors.push(next);
    }
    const [a, b] = cursors;
    expect(a).not.toBe(b);
    expect(cursors).toEqual([a, b, a, b, a, b]);
  });

  test('scroll-repeats gives the page again, and goes on from there', async () => {
    const { get, fault } = searched(4);
    const scroll = fault('scroll-repeats', { times: 2 });
    const first = await get('/companies/scroll');
    const next = () => get(`/companies/scroll?scroll_param=${first.body.scroll_param}`);
    for (let i = 0; i < 2; i++) expect((await next()).body).toEqual(first.body);
    expect(idsOf(await next())).not.toContain(idsOf(first)[0]);
    expect(scroll.fired).toBe(2);
  });

  test('page-ignored gives page 1, whatever page is asked for', async () => {
    const { get, fault } = searched(1);
    fault('page-ignored', { match: '/conversations/deleted' });
    const page = (number: number) => get(`/conversations/deleted?per_page=5&page=${number}`);
    const first = await get('/conversations/deleted?per_page=5');
    for (const number of [2, 3]) expect((await page(number)).body).toEqual(first.body);
  });
});

test('every fault of paging is tried', () => {
  expect([...tried].sort()).toEqual(Object.keys(pagingFaults).sort());
});
