/**
 * The newest entries of a collection in numbered pages, oldest first: from the last page back. What is added goes to the end
 * and moves no page; and what lies before the place from which it is read need not be asked for, where the order is proved.
 */
import type { Ledger } from './ledger.ts';
import { askPage, type Numbered, numberedLedger, readForwards } from './numbered.ts';
import { itemsOf, totalCount, totalPages } from './paging.ts';
import type { Entity, ReadContext } from './reader.ts';
import type { Shortfall } from './shortfall.ts';

export interface Newest extends Numbered {
  /** When an entry happened; undefined where it does not say. */
  timeOf(entry: Entity): number | undefined;
  /** What happened before need not be given. */
  after: number;
}

type Context = Pick<ReadContext, 'client' | 'log'>;

/** Yields the entries from `after` on, the latest pages first, and others; all there are, where it is not certain which those are. */
export async function* newestNumberedPages(context: Context, collection: Newest): AsyncGenerator<Entity[]> {
  const ledger = numberedLedger(context, collection, collection.timeOf);
  yield* ledger.readCompletely((again) =>
    again ? readForwards(context, collection, ledger) : readBackwards(context, collection, ledger),
  );
}

async function* readBackwards(
  context: Context,
  collection: Newest,
  ledger: Ledger,
): AsyncGenerator<Entity[], Shortfall | undefined> {
  const { path, items, timeOf, after } = collection;
  const ask = async (page: number) => {
    const body = await askPage(context, collection, page);
    const found = itemsOf(body, items, path);
    return { total: totalCount(body), last: totalPages(body), found };
  };
  const first = await ask(1);
  let last = first.last ?? 1;
  if (last <= 1) return yield* readForwards(context, collection, ledger);

  const reading = ledger.begin();
  const oldest = reading.take(first.found, undefined);
  const begin = spanOf(oldest, timeOf);
  yield oldest;
  /** The first moment of the page that was read before, which is the one behind. */
  let behind = Number.POSITIVE_INFINITY;
  // In an order by id, one of long ago that went just now may be on any page. Entries out of that order disprove it.
  let mayBeById = ascendById(oldest);
  let idBehind: string | undefined;
  for (let page = last; page > 1; page--) {
    const { found, total, last: lastNow = last } = await ask(page);
    if (behind === Number.POSITIVE_INFINITY && lastNow > last) {
      last = lastNow;
      page = last + 1;
      continue;
    }
    const entries = reading.take(found, undefined);
    yield entries;
    const span = spanOf(entries, timeOf);
    const isFull =
      page < last ? found.length === first.found.length : isLastWhole(found.length, first.found.length, page, total);
    if (!begin || !span || !isFull || span.from < begin.to || span.to > behind) {
      context.log('info', `${path} is in no order: all of it is read.`);
      return yield* readForwards(context, collection, ledger);
    }
    const next = idBehind === undefined ? [] : [{ id: idBehind }];
    mayBeById &&= ascendById([...oldest.slice(-1), ...entries, ...next]);
    if (span.from < after && !mayBeById) return undefined;
    behind = span.from;
    idBehind = String(entries[0]?.id);
  }
  return undefined;
}

/** From when to when the entries happened, where each says it and none lies before the one before it. */
function spanOf(entries: readonly Entity[], timeOf: Newest['timeOf']): { from: number; to: number } | undefined {
  const times = entries.map(timeOf);
  const ascend = times.every((at, i) => at !== undefined && (i === 0 || at >= times[i - 1]!));
  return ascend && times.length > 0 ? { from: times[0]!, to: times.at(-1)! } : undefined;
}

const ascendById = (entries: readonly Entity[]): boolean =>
  entries.every(({ id }, i) => i === 0 || !isSmaller(String(id), String(entries[i - 1]!.id)));

/** Of two numbers in text, as ids are. */
const isSmaller = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

/** Whether the last page has what the total leaves to it, at least. */
const isLastWhole = (length: number, pageLength: number, page: number, total = 0): boolean =>
  length >= total - (page - 1) * pageLength;
