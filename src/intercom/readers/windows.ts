/**
 * Logs in numbered pages that are asked for by time. Intercom fails to answer for a long range, so that it is read in windows, the oldest
 * first: what is added meanwhile is in the last one.
 */
import { ConnectorError } from '../../core/errors.ts';
import type { Range } from '../../core/ranges.ts';
import type { Body } from '../http/response.ts';
import { createLedger } from './ledger.ts';
import { askPage, type Numbered, readForwards } from './numbered.ts';
import { totalPages } from './paging.ts';
import type { Entity, ReadContext, Reader } from './reader.ts';

export interface Windowed extends Omit<Numbered, 'body'> {
  /** The body that asks for what lies between two moments, unix seconds, or from one on. Whether it includes them may be unknown. */
  between(after: number, before: number | undefined): Body;
  timeOf(entity: Entity): number | undefined;
  /** Unix seconds: nothing is older. */
  beginning: number;
}

const day = 86_400;
/** In seconds. A window that one page holds is followed by one twice as long, up to the longest; one that is not answered is halved. */
const firstLength = 30 * day;
const longest = 365 * day;
const shortest = day;

/** Reads a collection window by window; each window read to its end is a position. */
export function windows(collection: Windowed): Required<Pick<Reader, 'read' | 'count'>> {
  const { timeOf, beginning } = collection;
  const fromBeginning = ({ from, to }: Range): Range => ({ from: Math.max(from, beginning), to });

  return {
    /** By one request: of pages with one record each there are as many. NaN, by which nothing is cut, where that is not answered. */
    async count(context, given) {
      const range = fromBeginning(given);
      if (range.from >= range.to) return 0;
      try {
        const body = await askPage(context, { ...asked(collection, range), pageSize: 1, attempts: 2 }, 1);
        return totalPages(body) ?? Number.NaN;
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        return Number.NaN;
      }
    },

    async *read(context, given) {
      const range = fromBeginning(given);
      let length = firstLength;
      let most = longest;
      for (let { from } = range; from < range.to; ) {
        const window = windowOf(context, { from, to: range.to }, length);
        const seconds = secondsIn(context, window);
        let pages = 0;
        try {
          for await (const entities of pagesOf(context, collection, window, seconds)) {
            pages++;
            yield { entities: entities.filter((entity) => isWithin(timeOf(entity), window)) };
          }
        } catch (error) {
          if (!isUnanswered(error) || seconds <= shortest) throw error;
          most = Math.max(shortest, Math.floor(seconds / 2));
          length = most;
          context.log('info', `${collection.path} does not answer: asking for ${Math.ceil(most / day)} days at once.`);
          continue;
        }
        if (pages <= 1) length = Math.min(most, length * 2);
        from = window.to;
        if (from < range.to) yield { entities: [], position: from };
      }
    },
  };
}

/** The range's first window: so long, or all of the range where it ends before, or is still going on then. */
function windowOf(context: ReadContext, { from, to }: Range, length: number): Range {
  const now = Math.floor(context.client.serverNow() / 1000);
  return { from, to: from + length >= Math.min(to, now) ? to : from + length };
}

/** How long a window is, without the future. */
const secondsIn = ({ client }: ReadContext, { from, to }: Range): number =>
  Math.min(to, Math.floor(client.serverNow() / 1000)) - from;

function pagesOf(context: ReadContext, collection: Windowed, window: Range, seconds: number): AsyncGenerator<Entity[]> {
  const { path, timeOf } = collection;
  const ledger = createLedger({ path, log: context.log, timeOf, range: window });
  const attempts = seconds > shortest ? 3 : undefined;
  return ledger.readCompletely(() => readForwards(context, { ...asked(collection, window), attempts }, ledger));
}

/** From a second earlier on, since what lies on a bound may be left out. */
const asked = ({ between, ...numbered }: Windowed, { from, to }: Range): Numbered => ({
  ...numbered,
  body: between(Math.max(0, from - 1), Number.isFinite(to) ? to : undefined),
});

/** What lies outside is given by a neighbour. */
const isWithin = (at: number | undefined, { from, to }: Range): boolean => at === undefined || (at >= from && at < to);

const isUnanswered = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'api_unavailable';
