/** Logs in numbered pages that are asked for by time. */
import type { Range } from '../../core/ranges.ts';
import type { Body } from '../http/response.ts';
import { createLedger } from './ledger.ts';
import { askPage, type Numbered, readForwards } from './numbered.ts';
import { totalPages } from './paging.ts';
import type { Entity, Reader } from './reader.ts';
import { isUnanswered, type TimedLog, windowByWindow } from './window-by-window.ts';

export interface Windowed extends Omit<Numbered, 'body'>, Pick<TimedLog, 'timeOf' | 'beginning'> {
  /** The body that asks for what lies between two moments, unix seconds, or from one on. Whether it includes them may be unknown. */
  between(after: number, before: number | undefined): Body;
}

/** Reads a collection window by window; a window that one page holds is followed by one twice as long. */
export function windows(collection: Windowed): Required<Pick<Reader, 'read' | 'count'>> {
  const { path, timeOf, beginning, pageSize } = collection;
  return {
    /** By one request: of pages with one record each there are as many. NaN, by which nothing is cut, where that is not answered. */
    async count(context, { from, to }) {
      const range = { from: Math.max(from, beginning), to };
      if (range.from >= range.to) return 0;
      try {
        const body = await askPage(context, { ...asked(collection, range), pageSize: 1, attempts: 2 }, 1);
        return totalPages(body) ?? Number.NaN;
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        return Number.NaN;
      }
    },

    read: windowByWindow({
      path,
      timeOf,
      beginning,
      few: pageSize,
      pages(context, window, attempts): AsyncGenerator<Entity[]> {
        const ledger = createLedger({ path, log: context.log, timeOf, range: window });
        return ledger.readCompletely(() => readForwards(context, { ...asked(collection, window), attempts }, ledger));
      },
    }),
  };
}

/** From a second earlier on, since what lies on a bound may be left out. */
const asked = ({ between, ...numbered }: Windowed, { from, to }: Range): Numbered => ({
  ...numbered,
  body: between(Math.max(0, from - 1), Number.isFinite(to) ? to : undefined),
});
