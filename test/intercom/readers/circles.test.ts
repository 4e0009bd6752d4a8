/** Paging that leads nowhere ends, and says so, whatever shape the circle has. */
import { expect, test } from 'vitest';
import { cursoredPages } from '../../../src/intercom/readers/cursored.ts';
import { listing } from '../../../src/intercom/readers/listing.ts';
import { numberedPages } from '../../../src/intercom/readers/numbered.ts';
import type { Entity, Page, ReadContext } from '../../../src/intercom/readers/reader.ts';
import { scroll } from '../../../src/intercom/readers/scroll.ts';
import { search } from '../../../src/intercom/readers/search.ts';
import { contactColumns } from '../../../src/streams/contacts/columns.ts';
import { all, failure, ok, type Script, scripted } from '../scripted.ts';
import { forever } from './simulated.ts';

const contacts = search({ path: '/contacts/search', items: 'data', columns: contactColumns, sorts: true });
const companies = scroll({ path: '/companies/scroll', items: 'data' });
const tags = listing({ path: '/tags', items: 'data' });
const activities = (context: ReadContext) =>
  cursoredPages(context, { path: '/contacts/activities', items: 'data', pageSize: 2 });
const numbered = (context: ReadContext) =>
  numberedPages(context, { path: '/conversations/deleted', items: 'data', pageSize: 2 });

const page = (ids: readonly number[], more: object = {}) =>
  ok({ data: ids.map((id) => ({ id: String(id), updated_at: 100 + id })), ...more });
const cursor = (next: string) => ({ pages: { next: { starting_after: next } } });

const inTurn = () => scripted((_, number) => page([number], cursor(number % 2 ? 'a' : 'b')));
const endless = () => scripted((_, number) => page([1, 2], cursor(`c${number}`)));
const empty = () => scripted((_, number) => page([], cursor(`c${number}`)));
const ignoring = () => scripted(() => page([1, 2], { total_count: 6, pages: { total_pages: 3 } }));
const repeating = () => scripted(() => page([1, 2], { scroll_param: 'p', total_count: 6 }));

const circles: [string, () => Script, (context: ReadContext) => AsyncGenerator<Page | Entity[]>][] = [
  ['a search whose cursors come in turn', inTurn, (context) => contacts.read(context, forever)],
  ['a search that repeats its page under new cursors', endless, (context) => contacts.read(context, forever)],
  ['a search of empty pages that name others', empty, (context) => contacts.read(context, forever)],
  ['pages whose cursors come in turn', inTurn, activities],
  ['pages that repeat themselves under new cursors', endless, activities],
  ['numbered pages that ignore the number', ignoring, numbered],
  ['a list whose pages ignore the number', ignoring, (context) => tags(context, forever)],
  ['a list whose cursors come in turn', inTurn, (context) => tags(context, forever)],
  ['a scroll that repeats its page', repeating, (context) => companies(context, forever)],
];

test.each(circles)('%s', async (_, script, read) => {
  const { context, requests } = script();
  expect(await failure(all<unknown>(read(context)))).toMatchObject({
    code: 'paging_stuck',
    failureType: 'transient_error',
  });
  expect(requests.length).toBeLessThan(10);
});
