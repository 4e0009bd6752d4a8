/** Collections that are searched by `updated_at`, page after page in ascending order. */
import type { Range } from '../../core/ranges.ts';
import { readAround } from './around.ts';
import type { ReadContext, Reader } from './reader.ts';
import type { Progress } from './search-once.ts';
import { createSearchPages, type SearchEndpoint } from './search-pages.ts';

const day = 86_400;
/** A pass over records that come in no order is repeated for what changed during it, so many times at most. */
const mostPasses = 10;

/**
 * Reads and counts a collection by search. Records that change meanwhile move to the end and are found again. An open-ended
 * range is read to its end as it is by then.
 */
export function search(endpoint: SearchEndpoint): Required<Reader> {
  const pages = createSearchPages(endpoint);

  async function* readOnce(context: ReadContext, range: Range, progress: Progress) {
    try {
      yield* pages.read(context, range, progress);
    } catch (error) {
      if (!pages.isBrokenRecord(error)) throw error;
      progress.ordered = false;
      const from = Math.max(range.from, progress.position ?? range.from);
      yield* readAround(context, { from, to: range.to }, { pages, shortest: pages.isDayExact(context) ? 7 * day : 1 });
    }
  }

  return {
    // Days can't be cut: a slice shorter than some of them reads the same days as its neighbours.
    shortest: (context) => (pages.isDayExact(context) ? 7 * day : 60),
    count: pages.count,
    async *read(context, range) {
      let pass = range;
      for (let passes = 1; ; passes++) {
        const begun = Math.floor(context.client.serverNow() / 1000);
        const progress: Progress = { ordered: true };
        for await (const { entities, position } of readOnce(context, pass, progress)) {
          yield pass === range && position !== undefined ? { entities, position } : { entities };
        }
        // In order, what changed during the pass came at its end. Else it may have moved to where we had been.
        if (progress.ordered || range.to !== Number.POSITIVE_INFINITY || passes >= mostPasses) return;
        pass = { from: Math.max(range.from, begun - 1), to: range.to };
      }
    },
  };
}
