import { expect, test } from 'vitest';
import { ConnectorError } from '../../../src/core/errors.ts';
import type { Body } from '../../../src/intercom/http/response.ts';
import { createPageFetcher } from '../../../src/intercom/readers/search-fetch.ts';
import { ok, scripted } from '../scripted.ts';

const forever = { from: 0, to: Number.POSITIVE_INFINITY };
const unavailable = new ConnectorError('api_unavailable', 'No response.', {});
const cursorLost = new ConnectorError('cursor_invalid', 'Invalid starting_after.', {});

/** A fetcher of what these responses or errors give, the last of them again and again, and the sizes that were asked for. */
function fetcherOf(...given: (Body | ConnectorError)[]) {
  const sizes: number[] = [];
  const { context } = scripted(() => ok({}));
  const search = {
    path: '/contacts/search',
    items: 'data',
    sorts: true,
    count: async () => 0,
    async ask(_: unknown, __: unknown, { size }: { size: number }) {
      sizes.push(size);
      const next = given.length > 1 ? given.shift()! : given[0]!;
      if (next instanceof ConnectorError) throw next;
      return structuredClone(next);
    },
  };
  return { fetch: createPageFetcher({ search, context }), sizes };
}

test('gives a page’s items, its total and the cursor of the next one', async () => {
  const { fetch } = fetcherOf({
    data: [{ id: '1' }],
    total_count: 7,
    pages: { total_pages: 2, next: { starting_after: 'x' } },
  });
  expect(await fetch(forever, undefined)).toEqual({ items: [{ id: '1' }], next: 'x', total: 7, totalPages: 2 });
});

test('halves pages that do not come, keeps to that size, and counts no pages then', async () => {
  const { fetch, sizes } = fetcherOf(unavailable, unavailable, { data: [], pages: { total_pages: 2 } });
  expect((await fetch(forever, undefined)).totalPages).toBeUndefined();
  await fetch(forever, undefined);
  expect(sizes).toEqual([150, 75, 37, 37]);
});

test('gives up where the smallest page does not come', async () => {
  const { fetch, sizes } = fetcherOf(unavailable);
  await expect(fetch(forever, undefined)).rejects.toBe(unavailable);
  expect(sizes.at(-1)).toBe(8);
});

test('leaves a lost cursor to its caller', async () => {
  const { fetch, sizes } = fetcherOf(cursorLost);
  await expect(fetch(forever, 'x')).rejects.toBe(cursorLost);
  expect(sizes).toEqual([150]);
});

test('asks again for a page with a record of the future, and for one that is short though others follow', async () => {
  const page = (more: Body) => ({ data: [{ id: '1', updated_at: 1 }], ...more });
  const future = fetcherOf(page({ data: [{ id: '1', updated_at: 4_102_444_800 }] }), page({}));
  expect((await future.fetch(forever, undefined)).items).toEqual([{ id: '1', updated_at: 1 }]);
  expect(future.sizes).toHaveLength(2);
  const short = fetcherOf(page({ pages: { per_page: 2, next: { starting_after: 'x' } } }), page({}));
  expect((await short.fetch(forever, undefined)).next).toBeUndefined();
  expect(short.sizes).toHaveLength(2);
});
