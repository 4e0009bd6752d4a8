/**
 * Whole lists in numbered pages. The reference may declare neither `page` nor `per_page`: where the number is ignored, the cursor that a
 * response names is followed; where the size is refused, smaller pages are asked for. What changes while a list is read moves to its
 * front, if the latest come first: so its first pages are read once more in the end.
 */
import { ConnectorError } from '../../core/errors.ts';
import { cursoredPages } from './cursored.ts';
import type { Ledger } from './ledger.ts';
import { askPage, type Numbered, numberedLedger, readForwards } from './numbered.ts';
import { smallerAllowedPage } from './page-size.ts';
import { hasPageAfter, itemsOf, nextCursor } from './paging.ts';
import type { Entity, ReadContext, Reader } from './reader.ts';

type Context = Pick<ReadContext, 'client' | 'log'>;

/**
 * A page that gives nothing new: its number is ignored, or so many records moved to the front that it is the one that was read before. The list
 * is read again; so often it is no chance.
 */
const mostStuck = 3;
const isStuck = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'paging_stuck';

/** Reads the whole list. `pageSize` is the largest that is tried. */
export const pagedList = (collection: Numbered): Reader['read'] =>
  async function* (context) {
    for await (const entities of pagesOf(context, collection)) yield { entities };
  };

async function* pagesOf(context: Context, collection: Numbered): AsyncGenerator<Entity[]> {
  const { path } = collection;
  const ledger = numberedLedger(context, collection);
  let { pageSize } = collection;
  let stuck = 0;
  yield* ledger.readCompletely(async function* () {
    for (;;) {
      const sized = { ...collection, pageSize };
      try {
        return yield* readWithFront(context, sized, ledger);
      } catch (error) {
        if (isStuck(error)) {
          if (nextCursor(await askPage(context, sized, 1)) !== undefined) {
            yield* cursoredPages(context, sized);
            return undefined;
          }
          if (++stuck < mostStuck) continue;
        }
        const smaller = smallerAllowedPage(pageSize, error);
        if (smaller === undefined) throw error;
        pageSize = smaller;
        context.log('info', `${path} gives no such pages: asking for pages of ${pageSize}.`);
      }
    }
  });
}

/** One reading; of a list of several pages its front again, where stands what was moved there before its page was read. */
async function* readWithFront(context: Context, collection: Numbered, ledger: Ledger) {
  const source = readForwards(context, collection, ledger);
  let pages = 0;
  let next = await source.next();
  for (; !next.done; next = await source.next()) {
    pages++;
    yield next.value;
  }
  if (pages > 1) yield* readFront(context, collection, ledger);
  return next.value;
}

/** Yields what is new or has changed, up to the first page on which something is as it was. */
async function* readFront(context: Context, collection: Numbered, ledger: Ledger): AsyncGenerator<Entity[]> {
  const { path, items } = collection;
  const reading = ledger.begin();
  for (let page = 1; ; page++) {
    const body = await askPage(context, collection, page);
    const found = itemsOf(body, items, path);
    if (found.length === 0) return;
    const taken = reading.take(found, undefined);
    const moved = taken.filter(reading.isWanted);
    if (moved.length > 0) yield moved;
    if (moved.length < taken.length || !hasPageAfter(body, page)) return;
  }
}
