/**
 * Reading around a broken record: a search has been seen to answer 404 because of one deleted record among its results.
 * The range is halved until the record stands alone, so that it alone is missed, and named.
 */
import type { Range } from '../../core/ranges.ts';
import type { Page, ReadContext } from './reader.ts';
import type { SearchPages } from './search-pages.ts';

interface Way {
  pages: SearchPages;
  /** Seconds that are not halved any more. */
  shortest: number;
}

/** Yields all records of the range but those that can't be read, of which it warns. */
export async function* readAround(context: ReadContext, range: Range, way: Way): AsyncGenerator<Page> {
  for (const part of halves(context, range, way.shortest)) {
    try {
      yield* way.pages.read(context, part);
    } catch (error) {
      if (!way.pages.isBrokenRecord(error)) throw error;
      if (part.to - part.from > way.shortest) yield* readAround(context, part, way);
      else yield* readBetween(context, part, way.pages);
    }
  }
}

/** The range's older and newer half; the newer half of an open-ended range is the future. */
function halves(context: ReadContext, { from, to }: Range, shortest: number): Range[] {
  const now = Math.max(from, Math.floor(context.client.serverNow() / 1000)) + 1;
  if (to - from <= shortest) return [{ from, to }];
  const middle = Number.isFinite(to) ? Math.floor((from + to) / 2) : now;
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

/** Records of a moment one by one from both ends, up to the broken one. */
async function* readBetween(context: ReadContext, range: Range, pages: SearchPages): AsyncGenerator<Page> {
  const seen = new Set<unknown>();
  let counted = 0;
  for (const order of ['ascending', 'descending'] as const) {
    for await (const { entity, total = 0 } of pages.readOneByOne(context, range, order)) {
      counted = total;
      if (seen.has(entity.id)) continue;
      seen.add(entity.id);
      yield { entities: [entity] };
    }
  }
  const when = new Date(range.from * 1000).toISOString();
  // Between two broken records others may stand, which no page leads to.
  const unreadable = Math.max(1, counted - seen.size);
  context.log(
    'warn',
    `${unreadable === 1 ? 'A record' : `${unreadable} records`} that changed at ${when} can't be read: Intercom's search answers 404 wherever it finds a broken one. The others were read.`,
  );
}
