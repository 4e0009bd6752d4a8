/** The order of a search is proved before a position is taken from it, also while new records come. */
import { expect, it } from 'vitest';
import { search } from '../../../src/intercom/readers/search.ts';
import { conversationColumns } from '../../../src/streams/conversations/columns.ts';
import { all, ok, scripted } from '../scripted.ts';

const conversations = search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns });

it('believes no order of a page of one second, though a newer record comes while the order is asked for', async () => {
  const page = (next: string | null, ...times: number[]) =>
    ok({
      conversations: times.map((updated_at, i) => ({ id: `${next}${i}`, updated_at })),
      pages: { next: next && { starting_after: next } },
    });
  // The newest come first, whatever is asked for: hundreds of one second, and then another one.
  const script = scripted(({ body }) => {
    const { sort, pagination } = JSON.parse(body ?? '{}');
    if (sort.order === 'descending') return page('x', 150);
    if (pagination.starting_after === 'a') return page('b', 100, 90);
    return pagination.starting_after === 'b' ? page(null, 80) : page('a', 100, 100);
  });
  const pages = await all(conversations.read(script.context, { from: 0, to: 1_000 }));
  expect(pages.flatMap(({ entities }) => entities)).toHaveLength(5);
  expect(pages.map(({ position }) => position)).toEqual([undefined, undefined, undefined]);
});
