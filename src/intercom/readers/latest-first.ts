/**
 * Numbered listings in which those that changed last come first. What changes while such a list is read moves to its front, and may never
 * have stood on a page that was asked for: so its first pages are read once more in the end.
 */
import type { Ledger } from './ledger.ts';
import { askAt, firstPlace, type NumberedListing, type Pass, readByPasses, readOnce } from './numbered-listing.ts';
import type { Entity, Reader } from './reader.ts';

/** Reads the whole list. `pageSize` is the largest that is tried. */
export const latestFirst = (collection: NumberedListing): Reader['read'] => readByPasses(collection, readWithFront);

/** One pass; of a list of several pages its front again. */
const readWithFront: Pass = async function* (context, listing, ledger) {
  const source = readOnce(context, listing, ledger);
  let pages = 0;
  let next = await source.next();
  for (; !next.done; next = await source.next()) {
    pages++;
    yield next.value;
  }
  if (pages > 1) yield* readFront(context, listing, ledger);
  return next.value;
};

/** Yields what is new or has changed, up to the first page on which something is as it was. */
async function* readFront(
  context: Parameters<Pass>[0],
  listing: Parameters<Pass>[1],
  ledger: Ledger,
): AsyncGenerator<Entity[]> {
  const reading = ledger.begin();
  let place = firstPlace(listing);
  for (let page = 1; ; page++) {
    const { found, next } = await askAt(context, listing, { place, page });
    if (found.length === 0) return;
    const taken = reading.take(found, undefined);
    const moved = taken.filter(reading.isWanted);
    if (moved.length > 0) yield moved;
    if (moved.length < taken.length || next === undefined) return;
    place = next;
  }
}
