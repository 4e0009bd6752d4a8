/**
 * Logs that are asked for by time. Intercom fails to answer for a long range, so that it is read in windows, the oldest first: what is
 * added meanwhile is in the last one. Each window read to its end is a position.
 */
import { ConnectorError } from '../../core/errors.ts';
import type { Range } from '../../core/ranges.ts';
import type { Entity, ReadContext, Reader } from './reader.ts';

export interface TimedLog {
  path: string;
  timeOf(entity: Entity): number | undefined;
  /** Unix seconds: nothing is older. */
  beginning: number;
  /** A window with no more entities than this is followed by one twice as long, up to the longest. */
  few: number;
  /**
   * Yields all pages of a window; what lies outside of it may be among them, and is dropped. `attempts`: how often a request is tried.
   * Rejects with `api_unavailable` where the window is not answered: then one half as long is asked for.
   */
  pages(context: ReadContext, window: Range, attempts: number | undefined): AsyncGenerator<Entity[]>;
}

const day = 86_400;
/** In seconds. */
const firstLength = 30 * day;
const longest = 365 * day;
const shortest = day;

export const windowByWindow = ({ path, timeOf, beginning, few, pages }: TimedLog): Reader['read'] =>
  async function* (context, given) {
    const range = { from: Math.max(given.from, beginning), to: given.to };
    let length = firstLength;
    let most = longest;
    for (let { from } = range; from < range.to; ) {
      const window = windowOf(context, { from, to: range.to }, length);
      const seconds = secondsIn(context, window);
      let found = 0;
      try {
        for await (const entities of pages(context, window, seconds > shortest ? 3 : undefined)) {
          found += entities.length;
          yield { entities: entities.filter((entity) => isWithin(timeOf(entity), window)) };
        }
      } catch (error) {
        if (!isUnanswered(error) || seconds <= shortest) throw error;
        most = Math.max(shortest, Math.floor(seconds / 2));
        length = most;
        context.log('info', `${path} does not answer: asking for ${Math.ceil(most / day)} days at once.`);
        continue;
      }
      if (found <= few) length = Math.min(most, length * 2);
      from = window.to;
      if (from < range.to) yield { entities: [], position: from };
    }
  };

/** The range's first window: so long, or all of the range where it ends before, or is still going on then. */
function windowOf(context: ReadContext, { from, to }: Range, length: number): Range {
  const now = Math.floor(context.client.serverNow() / 1000);
  return { from, to: from + length >= Math.min(to, now) ? to : from + length };
}

/** How long a window is, without the future. */
const secondsIn = ({ client }: ReadContext, { from, to }: Range): number =>
  Math.min(to, Math.floor(client.serverNow() / 1000)) - from;

/** What lies outside is given by a neighbour. */
const isWithin = (at: number | undefined, { from, to }: Range): boolean => at === undefined || (at >= from && at < to);

export const isUnanswered = (error: unknown): boolean =>
  error instanceof ConnectorError && error.code === 'api_unavailable';
