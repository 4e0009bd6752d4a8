/** Tags, companies and notes of contacts, from what a contact shows of them and from the lists below it. */
import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { contactCompanies, contactNotes, contactTags } from '../../../src/streams/contacts/lists.ts';
import { scripted } from '../read-context.ts';

const contact = (fields: object): Entity => ({ id: 'c1', updated_at: 5, ...fields });
const ids = (count: number, type: string) =>
  Array.from({ length: count }, (_, i) => ({ type, id: `${i}`, url: `/${type}s/${i}` }));
const parents = { contact_id: 'c1', contact_updated_at: 5 };

describe.each([
  { stream: contactTags, list: 'tags', type: 'tag' },
  { stream: contactCompanies, list: 'companies', type: 'company' },
])('$stream.name', ({ stream, list, type }) => {
  const needed = (value: unknown) => stream.detail!.needed(contact({ [list]: value }));

  test.each([
    ['none', { data: [], total_count: 0, has_more: false }, false],
    ['all', { data: ids(10, type), total_count: 10, has_more: false }, false],
    ['no count', { data: ids(2, type) }, false],
    ['that there are more', { data: ids(10, type), total_count: 10, has_more: true }, true],
    ['a larger count', { data: ids(10, type), total_count: 11, has_more: false }, true],
    ['a larger count as text', { data: ids(1, type), total_count: '2' }, true],
    ['no list', { total_count: 3 }, true],
    ['null', null, true],
    ['nothing', undefined, true],
    ['an item without an id', { data: [{ type }], total_count: 1, has_more: false }, true],
  ])('where a contact says %s, asking for the whole list is needed: %j', (_, value, expected) => {
    expect(needed(value)).toBe(expected);
  });

  test('has rows of one shape, whichever way they came', async () => {
    const shown = contact({ [list]: { data: ids(2, type), total_count: 2, has_more: false } });
    const script = scripted(() => ({
      type: 'list',
      pages: { page: 1, total_pages: 1 },
      data: ids(2, type).map(({ url, ...one }) => ({ ...one, name: 'N' })),
    }));
    const detail = await stream.detail!.fetch(script.context, contact({}));
    const rows = [
      { ...parents, type, id: '0' },
      { ...parents, type, id: '1' },
    ];
    expect(stream.rows(shown, undefined)).toEqual(rows);
    expect(stream.rows(contact({ [list]: null }), detail)).toEqual(rows);
    expect(script.requests[0]).toMatch(new RegExp(`^GET /contacts/c1/${list}\\b`));
  });

  test('is asked for before the details that every record needs', async () => {
    const { context } = scripted(() => ({ data: [] }));
    const { client } = context;
    const priorities: unknown[] = [];
    const get: typeof client.get = (path, options) => {
      priorities.push(options?.priority);
      return client.get(path, options);
    };
    await stream.detail!.fetch({ ...context, client: { ...client, get } }, contact({}));
    expect(priorities).toEqual(['rare detail']);
  });

  test('is none where the whole list is empty, and not known where the contact has gone', async () => {
    const empty = scripted(() => ({ data: [] }));
    expect(stream.rows(contact({}), await stream.detail!.fetch(empty.context, contact({})))).toEqual([]);
    const gone = scripted(() => ({
      status: 404,
      headers: {},
      body: '{"type":"error.list","errors":[{"code":"not_found"}]}',
    }));
    expect(await stream.detail!.fetch(gone.context, contact({}))).toBeUndefined();
  });
});

test('contact_companies are read to their last page, by either name that the documents give the list', async () => {
  const script = scripted((request) =>
    request.includes('page=2')
      ? { companies: [{ type: 'company', id: 'b' }], total_count: 2, pages: { page: 2, total_pages: 2 } }
      : { data: [{ type: 'company', id: 'a' }], total_count: 2, pages: { page: 1, total_pages: 2 } },
  );
  const detail = await contactCompanies.detail!.fetch(script.context, contact({}));
  expect(contactCompanies.rows(contact({}), detail).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(script.requests).toEqual([
    'GET /contacts/c1/companies?page=1&per_page=50',
    'GET /contacts/c1/companies?per_page=50&page=2',
  ]);
});

test.each([
  ['no notes', { data: [], total_count: 0, has_more: false }, false],
  ['a note', { data: [{ id: '1' }], total_count: 1, has_more: false }, true],
  ['more than it shows', { data: [], total_count: 2, has_more: true }, true],
  ['nothing of them', undefined, true],
])('contact_notes of a contact that says %s are asked for: %j', (_, notes, expected) => {
  expect(contactNotes.detail!.needed(contact({ notes }))).toBe(expected);
});
