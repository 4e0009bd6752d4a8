/** Items of lists that are no records, or can't be told from others: left out, and told. */
import { describe, expect, test } from 'vitest';
import { cursoredPages } from '../../../src/intercom/readers/cursored.ts';
import { listing } from '../../../src/intercom/readers/listing.ts';
import { numberedPages } from '../../../src/intercom/readers/numbered.ts';
import type { Entity, Page, ReadContext } from '../../../src/intercom/readers/reader.ts';
import { scroll } from '../../../src/intercom/readers/scroll.ts';
import { search } from '../../../src/intercom/readers/search.ts';
import { contactColumns } from '../../../src/streams/contacts/columns.ts';
import { all, ok, response, scripted } from '../scripted.ts';
import { forever } from './simulated.ts';

const readers: Record<string, (context: ReadContext) => AsyncGenerator<Page | Entity[]>> = {
  'a search': (context) =>
    search({ path: '/contacts/search', items: 'data', columns: contactColumns, sorts: true }).read(context, forever),
  'a list': (context) => listing({ path: '/tags', items: 'data' })(context, forever),
  'a scroll': (context) => scroll({ path: '/companies/scroll', items: 'data' })(context, forever),
  'pages by cursor': (context) => cursoredPages(context, { path: '/contacts/activities', items: 'data', pageSize: 9 }),
  'numbered pages': (context) => numberedPages(context, { path: '/conversations/deleted', items: 'data', pageSize: 9 }),
};

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

async function read(name: string, items: string) {
  const body = `{"data":[${items}],"total_count":null,"pages":{"next":null,"total_pages":1}}`;
  const { context, logged } = scripted((_, number) =>
    name === 'a scroll' && number > 1 ? ok({ data: [] }) : { ...response(200, ''), body: Buffer.from(body) },
  );
  const pages = await all<Page | Entity[]>(readers[name]!(context));
  return { given: pages.flatMap((page) => (Array.isArray(page) ? page : page.entities)), logged };
}

describe.each(Object.keys(readers))('%s', (name) => {
  test('gives its records, not what else is in the list, and tells once how much that was', async () => {
    const { given, logged } = await read(
      name,
      '{"id":"1"},null,7,"secret",[],{"name":"secret"},{"id":null},{"id":""},{"id":{}},{"id":2}',
    );
    expect(given.map(({ id }) => id)).toEqual(['1', 2]);
    const warnings = logged.filter((line) => line.includes('left out'));
    expect(warnings).toEqual([expect.stringMatching(/4 no record at all, 4 without a valid id/)]);
    expect(logged.join()).not.toContain('secret');
  });

  test.each([600, 6_000, 100_000])('leaves out a record %i levels deep, and gives the others', async (levels) => {
    const { given, logged } = await read(
      name,
      `{"id":"1"},{"id":"2","custom_attributes":{"x":${deep(levels)}}},{"id":"3"}`,
    );
    expect(given.map(({ id }) => id)).toEqual(['1', '3']);
    for (const record of given) expect(JSON.parse(JSON.stringify({ ...record }))).toEqual({ id: record.id });
    expect(logged.filter((line) => line.includes('levels deep'))).toHaveLength(1);
  });

  test('gives a record as deep as any that is meant', async () => {
    const { given, logged } = await read(name, `{"id":"1","x":${deep(100)}},{"id":"2","x":${deep(400)}}`);
    expect(given.map(({ id }) => id)).toEqual(['1', '2']);
    expect(logged.filter((line) => line.includes('left out'))).toEqual([]);
  });

  test('takes none of them for missing', async () => {
    const { context, logged } = scripted((_, number) =>
      name === 'a scroll' && number > 1
        ? ok({ data: [], total_count: 3 })
        : ok({ data: [{ id: '1' }, null, {}], total_count: 3, pages: { next: null, total_pages: 1 } }),
    );
    await all<unknown>(readers[name]!(context));
    expect(logged.filter((line) => line.includes('again') || line.includes('says that'))).toEqual([]);
  });
});

test('a list that is keyed by another field is held to that one', async () => {
  const { context, logged } = scripted(() =>
    ok({ data: [{ full_name: 'a' }, { id: '1' }, { full_name: 'b', id: '2' }] }),
  );
  const pages = await all(listing({ path: '/data_attributes', items: 'data', key: 'full_name' })(context, forever));
  expect(pages.flatMap(({ entities }) => entities)).toEqual([{ full_name: 'a' }, { full_name: 'b', id: '2' }]);
  expect(logged).toEqual([expect.stringContaining('1 without a valid full_name')]);
});
