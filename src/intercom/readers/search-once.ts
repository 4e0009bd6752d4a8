/** One reading of a search, in spite of cursors that become invalid, pages too large to be answered, and orders that are not kept. */
import { ConnectorError } from '../../core/errors.ts';
import type { Range } from '../../core/ranges.ts';
import type { Body } from '../http/response.ts';
import { type Ledger, type Reading, type Shortfall, shortfallOf } from './ledger.ts';
import { createPageDoubts } from './page-doubts.ts';
import { attemptsFor, smallerPage } from './page-size.ts';
import { createTrail, isShort, itemsOf, nextCursor, totalCount, totalPages } from './paging.ts';
import { createPositions } from './positions.ts';
import type { Entity, Page, ReadContext } from './reader.ts';
import type { SearchPage } from './search-query.ts';

const largestPage = 150;
const mostRestarts = 10;
const aDay = 86_400;
/** So many pages of what changed while a search was read are looked at. */
const mostPagesOfChanges = 5;

/** How a collection is searched. */
export interface Search {
  path: string;
  items: string;
  sorts: boolean;
  /** So many pages are read before a position is proved by a count. */
  pagesPerProof: number;
  isDayExact(context: ReadContext): boolean;
  ask(context: ReadContext, range: Range, page: SearchPage, attempts?: number): Promise<Body>;
  count(context: ReadContext, range: Range): Promise<number>;
}

/** What is known of a search under way. */
export interface Progress {
  /** Every record of the range below it is out. */
  position?: number;
  /** Whether what changed meanwhile was met at the end. */
  ordered: boolean;
}

export interface OneReading {
  context: ReadContext;
  range: Range;
  ledger: Ledger;
  progress: Progress;
  /** True where all was read already and something was missing: then no page has a position. */
  again: boolean;
}

/** What is asked from one place on, until the cursor is lost. */
interface Span {
  from: number;
  reading: Reading;
  trail: ReturnType<typeof createTrail>;
  startingAfter?: string;
  pages: number;
  firstTimes: (number | undefined)[];
}

/** Yields the range's records, each page with its position where there is one; returns what is missing of those counted. */
export async function* searchOnce(
  search: Search,
  { context, range, ledger, progress, again }: OneReading,
): AsyncGenerator<Page, Shortfall | undefined> {
  const { path, items } = search;
  const begun = Math.floor(context.client.serverNow() / 1000);
  const positions = createPositions(range, context, search.sorts || undefined);
  const beginAt = (from: number): Span => ({
    from,
    reading: ledger.begin(),
    trail: createTrail(path),
    pages: 0,
    firstTimes: [],
  });
  let span = beginAt(range.from);
  /** What is counted from the range's beginning on. */
  let inAll: number | undefined;
  let size = largestPage;
  let pages = 0;
  let restarts = 0;
  const asksAgain = createPageDoubts();
  const dayExact = search.isDayExact(context);

  for (;;) {
    const { from, startingAfter, reading, trail } = span;
    const window = { from, to: range.to };
    let body: Body;
    try {
      body = await search.ask(context, window, { size, startingAfter }, attemptsFor(size));
    } catch (error) {
      const smaller = smallerPage(size, error);
      if (error instanceof ConnectorError && error.code === 'cursor_invalid' && ++restarts <= mostRestarts) {
        // The place is lost, not the work.
        span = beginAt(await placeToRestart());
        positions.restart();
      } else if (smaller !== undefined) {
        size = smaller;
        context.log('info', `${path} does not answer: asking for pages of ${size}.`);
      } else {
        throw error;
      }
      continue;
    }
    const found = itemsOf(body, items, path);
    const next = nextCursor(body);
    // Whoever keeps the latest version of a record would never take another one.
    const tomorrow = context.client.serverNow() / 1000 + aDay;
    const odd = found.some((item) => isRecord(item) && (changedAt(item) ?? 0) > tomorrow);
    if (asksAgain({ odd, short: next !== undefined && isShort(body, found, size) })) continue;
    trail(next);
    const records = reading.take(found, totalCount(body));
    found.length = 0; // the answer is held until the next one comes: its records, most of what is in memory, need not be
    if (from === range.from) inAll = reading.smallest();
    const times = records.map(changedAt);
    if (++span.pages === 1) span.firstTimes = times;
    pages++;
    positions.take(times);
    const [oldest, newest] = [positions.oldest(), positions.newest()];
    // Of records of one second nothing tells their order.
    const rises = oldest !== undefined && newest !== undefined && newest > oldest;
    if (next !== undefined && rises && positions.ordered() === undefined) {
      positions.decide(await keepsOrder(window, oldest, reading));
    }
    const entities = records.filter(
      (record, i) => reading.isWanted(record) && isWithin(times[i], range, context, dayExact),
    );
    if (!again && next !== undefined && span.pages % search.pagesPerProof === 0) {
      const proved = await provedPosition();
      progress.position = proved ?? progress.position;
      yield proved === undefined ? { entities } : { entities, position: proved };
    } else {
      yield { entities };
    }
    if (next === undefined) {
      const isCounted = reading.smallest() !== undefined || size < largestPage;
      if (!isCounted && (totalPages(body) ?? 0) > span.pages) reading.endEarly();
      break;
    }
    span.startingAfter = next;
  }
  if (pages > 1 && !(positions.ordered() && positions.ascended())) progress.ordered = false;
  return missing();

  /**
   * Asked for the opposite order, does the search begin with a newer record, which has not come yet? Then it keeps the order
   * asked for. What changed just now is left out: it would be the newest wherever it stands.
   */
  async function keepsOrder({ from, to }: Range, oldest: number, reading: Reading): Promise<boolean> {
    const settled = { from, to: Math.min(to, context.settledBefore) };
    const body = await search.ask(context, settled, { size: 1, order: 'descending' });
    const [newest] = reading.look(itemsOf(body, items, path));
    return newest !== undefined && (changedAt(newest) ?? 0) > oldest && !reading.has(newest.id);
  }

  /**
   * A position before which as many records are counted as have come: in order, a page may still have left one out. A second
   * at which nothing changed is chosen, so that it does not matter whether the count includes its bound.
   */
  async function provedPosition(): Promise<number | undefined> {
    const position = positions.position();
    const quiet = position === undefined || dayExact ? undefined : span.reading.quietSecond(position);
    if (!quiet || quiet.second <= Math.max(span.from, progress.position ?? 0)) return undefined;
    const counted = await search.count(context, { from: span.from, to: quiet.second });
    return counted <= quiet.earlier ? quiet.second : undefined;
  }

  /** Where a search whose cursor was lost begins again: behind what is out. */
  async function placeToRestart(): Promise<number> {
    const { from, firstTimes } = span;
    const position = positions.position();
    if (position !== undefined && position > from) return position;
    // No second page proved the order of the first. The count does, where the first holds as many as lie before its last.
    const last = positions.newest();
    if (!positions.ordered() || last === undefined || last <= from || span.pages !== 1 || dayExact) return from;
    const before = firstTimes.filter((at) => at !== undefined && at >= from && at < last).length;
    return (await search.count(context, { from, to: last })) <= before ? last : from;
  }

  /** What is missing, where more is than moved meanwhile. */
  async function missing(): Promise<Shortfall | undefined> {
    const beyond = (explained = 0) => {
      const ofAll = span.from > range.from ? shortfallOf(ledger.received() ?? 0, inAll ?? 0, explained) : undefined;
      return span.reading.shortfall(explained) ?? ofAll;
    };
    const short = beyond();
    const { reading } = span;
    const isClosed = range.to + (dayExact ? dayReach : 0) <= begun;
    if (range.to <= begun) return short ?? (isClosed ? missingOfRest() : undefined);
    if (!short && !reading.doubt(0)) return undefined;
    // A search by days counts all that changed today; but it is in order, so that what changed meanwhile has come.
    if (dayExact) return beyond(reading.countFrom(begun - 1));
    // Within one answer nothing moves, and in order it moves to where it is still met.
    if (pages === 1 || (positions.ordered() && positions.ascended())) return short ?? reading.doubt(0);
    // What changed meanwhile and has not come may have moved to where the search had been.
    const { listed, more } = await changedSince(Math.max(range.from, begun - 1), range.to);
    const moved = listed.filter((id) => !reading.has(id)).length;
    return beyond(moved + more) ?? reading.doubt(moved);
  }

  /** Of a range that nothing changes into any more, and whose count has fallen: all that was there at its smallest was to come. */
  function missingOfRest(): Shortfall | undefined {
    return span.from > range.from ? undefined : span.reading.doubt(0, span.reading.smallest());
  }

  /** What has changed since then: the ids that are listed, and how many more are counted only. */
  async function changedSince(from: number, to: number): Promise<{ listed: unknown[]; more: number }> {
    const listed = new Set<unknown>();
    let counted = 0;
    let startingAfter: string | undefined;
    for (let page = 0; page < mostPagesOfChanges; page++) {
      const body = await search.ask(context, { from, to }, { size: largestPage, startingAfter });
      for (const { id } of span.reading.look(itemsOf(body, items, path))) listed.add(id);
      counted = Math.max(counted, totalCount(body) ?? 0);
      startingAfter = nextCursor(body);
      if (startingAfter === undefined) break;
    }
    return { listed: [...listed], more: Math.max(0, counted - listed.size) };
  }
}

const isRecord = (item: unknown): item is Entity => typeof item === 'object' && item !== null;

export function changedAt({ updated_at }: Entity): number | undefined {
  return typeof updated_at === 'number' ? updated_at : undefined;
}

/**
 * Whether a record is to be given: one that changed in the range, or that shows a time which the search would not have found
 * here. No other range would give that one. What is left out belongs to a neighbour, whose search finds it too.
 */
export const isWithin = (
  at: number | undefined,
  { from, to }: Range,
  { settledBefore }: ReadContext,
  dayExact: boolean,
): boolean => {
  if (at === undefined || (at >= from && at < to) || at >= settledBefore) return true;
  const reach = dayExact ? dayReach : 1;
  return at < from - reach || at >= to + reach;
};

/** A search by days finds what changed so many seconds beyond its bounds, at most: the days of bounds that are moved by one. */
const dayReach = 3 * 86_400;
