/** Conversation search: operators, order, paging. */
import { describe, expect, test } from 'vitest';
import { bench, errorOf, idsOf, noon, recordsOf, searchAll } from './ask.ts';

const path = '/conversations/search';
const by = (operator: string, value: unknown, field = 'updated_at') => ({ query: { field, operator, value } });
const ascending = { sort: { field: 'updated_at', order: 'ascending' } };

describe('conversation search', () => {
  test.each([false, true])('compares exact seconds, with inclusive bounds: %s', async (inclusiveBounds) => {
    const { post, workspace } = bench({ inclusiveBounds });
    const [before, at, after] = [-1, 0, 1].map((step) => workspace.createConversation({ updated_at: noon + step }).id);
    const found = async (operator: string) => idsOf(await post(path, { ...by(operator, noon), ...ascending }));
    expect(await found('=')).toEqual([at]);
    expect(await found('>')).toEqual(inclusiveBounds ? [at, after] : [after]);
    expect(await found('<')).toEqual(inclusiveBounds ? [before, at] : [before]);
    expect(errorOf(await post(path, by('>=', noon)))).toBe('400 invalid_operator');
  });

  test('takes > and < of ids, compares them as the numbers they spell, and sorts so', async () => {
    const { post, workspace } = bench();
    const ids = ['9', '10', '9007199254740993', '11000000000000000'];
    for (const id of ids.toReversed()) workspace.createConversation({ id });
    const sort = { field: 'id', order: 'ascending' };
    const found = async (operator: string, value: string) =>
      idsOf(await post(path, { ...by(operator, value, 'id'), sort }));
    expect(await found('>', '')).toEqual(ids);
    expect(await found('>', '10')).toEqual(ids.slice(2));
    expect(await found('<', '10')).toEqual(['9']);
    expect(errorOf(await post(path, by('>=', '10', 'id')))).toBe('400 invalid_operator');
  });

  test('can ignore the sort, and then orders by id', async () => {
    const simulator = bench({ shuffledSearch: true });
    const ids = [3, 1, 2].map((step) => simulator.workspace.createConversation({ updated_at: noon - step }).id);
    const found = await searchAll(simulator, path, { ...by('>', 0), ...ascending }, 2);
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  test('matches the body word by word', async () => {
    const { post, workspace } = bench();
    const { id } = workspace.createConversation({ source: { body: '<p>I need support</p>' } });
    expect(idsOf(await post(path, by('=', 'support', 'source.body')))).toEqual([id]);
    expect(idsOf(await post(path, by('=', 'need support', 'source.body')))).toEqual([]);
  });

  test('carries no parts but tells their number', async () => {
    const { post, workspace } = bench();
    const { id } = workspace.createConversation({ parts: [{}, {}] });
    const [found] = recordsOf(await post(path, by('=', id, 'id')));
    expect(found).not.toHaveProperty('conversation_parts');
    expect(found).toMatchObject({ statistics: { count_conversation_parts: 2 } });
  });
});

describe('one conversation', () => {
  test('has its 500 most recent parts, and the number of all', async () => {
    const { get, workspace } = bench();
    const { id } = workspace.createConversation();
    const parts = Array.from({ length: 503 }, () => workspace.addPart(id).id);
    const { conversation_parts } = (await get(`/conversations/${id}`)).body as {
      conversation_parts: { conversation_parts: { id: string }[]; total_count: number };
    };
    expect(conversation_parts.total_count).toBe(503);
    expect(conversation_parts.conversation_parts.map((part) => part.id)).toEqual(parts.slice(3));
    expect(workspace.conversations.get(id)?.parts).toHaveLength(503);
  });

  test('can be had as plain text', async () => {
    const { get, workspace } = bench();
    const body = '<p>See <a href="https://a.example">this</a> &amp; that</p>';
    const { id } = workspace.createConversation({ source: { body }, parts: [{ body }] });
    const answer = await get(`/conversations/${id}?display_as=plaintext`);
    expect(answer.body).toMatchObject({
      source: { body: 'See this (https://a.example) & that' },
      conversation_parts: { conversation_parts: [{ body: 'See this (https://a.example) & that' }] },
    });
  });

  test('answers 404 once deleted, and is then listed among the deleted, newest first', async () => {
    const { get, workspace, clock } = bench();
    const ids = [1, 2, 3].map(() => {
      clock.seconds += 1;
      const { id } = workspace.createConversation();
      workspace.deleteConversation(id);
      return id;
    });
    expect(errorOf(await get(`/conversations/${ids[0]}`))).toBe('404 not_found');
    const first = await get('/conversations/deleted?per_page=2');
    expect(idsOf(first)).toEqual([ids[2], ids[1]]);
    expect(first.body.pages).toMatchObject({ page: 1, total_pages: 2, next: expect.stringContaining('page=2') });
    expect(idsOf(await get('/conversations/deleted?per_page=2&page=2'))).toEqual([ids[0]]);
    expect(idsOf(await get('/conversations/deleted?order=asc'))).toEqual(ids);
    expect(errorOf(await get('/conversations/deleted?per_page=61'))).toBe('400 parameter_invalid');
  });
});

describe('ticket search', () => {
  test('searches like conversations, and takes >= on created_at alone', async () => {
    const { post, workspace } = bench({ scale: 0.1 });
    const { id } = workspace.createTicket({ created_at: noon + 5, updated_at: noon + 5 });
    expect(idsOf(await post('/tickets/search', by('>', noon)))).toEqual([id]);
    expect(idsOf(await post('/tickets/search', by('>=', noon + 5, 'created_at')))).toEqual([id]);
    expect(errorOf(await post('/tickets/search', by('>=', noon)))).toBe('400 invalid_operator');
  });
});
