/** The order of a search is proved before a position is taken from it, also while new records come. */
import { describe, expect, test } from 'vitest';
import { search } from '../../../src/intercom/readers/search.ts';
import {
  beginOrder,
  decideOrder,
  isUndecided,
  provedPosition,
  restartOrder,
  showsChangesAtEnd,
  takeTimes,
} from '../../../src/intercom/readers/search-order.ts';
import { conversationColumns } from '../../../src/streams/conversations/columns.ts';
import { all, ok, scripted } from '../scripted.ts';

const conversations = search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns });

test('believes no order of a page of one second, though a newer record comes while the order is asked for', async () => {
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

describe('the order of a search', () => {
  const settledBefore = 1_000;
  /** A search of the times from 100 on, after these pages. */
  const orderAfter = (known: true | undefined, ...pages: (number | undefined)[][]) =>
    pages.reduce(takeTimes, beginOrder({ from: 100, to: 2_000 }, settledBefore, known));

  test('proves no position by one page', () => {
    expect(provedPosition(orderAfter(true, [110, 120]))).toBeUndefined();
  });

  test('proves by the next page what lies before both its first and the last of the page before', () => {
    expect(provedPosition(orderAfter(true, [110, 120], [130, 140]))).toBe(120);
    expect(provedPosition(orderAfter(true, [110, 120], [130, 140], [150]))).toBe(140);
  });

  test('proves nothing where a time falls, nor from then on', () => {
    const fallen = orderAfter(true, [110, 120], [130, 115]);
    expect(fallen.isOrdered).toBe(false);
    expect(provedPosition(takeTimes(fallen, [140, 150]))).toBeUndefined();
  });

  test('takes no position from times out of the range, just changed or missing', () => {
    expect(
      provedPosition(orderAfter(true, [110, 120, settledBefore], [1_800_000_000_000], [undefined, 5])),
    ).toBeUndefined();
    expect(provedPosition(orderAfter(true, [110, 120], [settledBefore + 1], [130]))).toBe(120);
  });

  test('is undecided, where it is not documented, once two times differ', () => {
    expect(isUndecided(orderAfter(undefined, [110, 110]))).toBe(false);
    expect(isUndecided(orderAfter(undefined, [110, 120]))).toBe(true);
    expect(isUndecided(orderAfter(true, [110, 120]))).toBe(false);
    expect(isUndecided(orderAfter(undefined, [120, 110]))).toBe(false);
  });

  test('gives the positions that its pages proved once it is decided that it is kept', () => {
    const pages = orderAfter(undefined, [110, 120], [130, 140]);
    expect(provedPosition(pages)).toBeUndefined();
    expect(provedPosition(decideOrder(pages, true))).toBe(120);
    expect(provedPosition(decideOrder(pages, false))).toBeUndefined();
  });

  test('keeps what was proved when the search begins again, at earlier times', () => {
    const again = restartOrder(orderAfter(true, [110, 120], [130, 140]));
    expect(provedPosition(takeTimes(again, [120, 130]))).toBe(120);
    expect(takeTimes(again, [120, 130]).isOrdered).toBe(true);
  });

  test('shows what changed meanwhile at its end only where all times ascended, just changed ones included', () => {
    expect(showsChangesAtEnd(orderAfter(true, [110, 120], [settledBefore + 1, settledBefore + 5]))).toBe(true);
    expect(showsChangesAtEnd(orderAfter(true, [110, 120], [settledBefore + 5, settledBefore + 1]))).toBe(false);
    expect(showsChangesAtEnd(orderAfter(undefined, [110, 120]))).toBe(false);
  });
});
