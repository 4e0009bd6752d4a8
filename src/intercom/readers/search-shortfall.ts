/** What is missing at the end of a search, of what it counted: more than moved elsewhere while it was read. */
import { itemsOf, nextCursor, totalCount } from './paging.ts';
import type { Reading } from './reading.ts';
import { largestPage, type OpenSearch } from './search-request.ts';
import { dayReach } from './search-window.ts';
import { type Shortfall, shortfallOf } from './shortfall.ts';

/** So many pages of what changed while a search was read are looked at. */
const mostPagesOfChanges = 5;

export interface EndedSearch {
  open: OpenSearch;
  /** Unix seconds. */
  begunAt: number;
  /** The reading since the search began again for the last time, and where it began. */
  reading: Reading;
  from: number;
  /** Of the whole range: how many came, and how many were counted. */
  received: number;
  total: number;
  /** Whether what changed while it was read came at its end. */
  hasChanges: boolean;
}

export async function missingRecords(ended: EndedSearch): Promise<Shortfall | undefined> {
  const { open, begunAt, reading, hasChanges } = ended;
  const { range, dayExact } = open;
  const short = missingBeyond(ended, 0);
  const isClosed = range.to + (dayExact ? dayReach : 0) <= begunAt;
  if (range.to <= begunAt) return short ?? (isClosed ? missingOfClosed(ended) : undefined);
  if (!short && !reading.possibleShortfall(0)) return undefined;
  // A search by days up to a bound counts all that changed today; but it is in order, so that what changed meanwhile has come.
  const isBounded = range.to !== Number.POSITIVE_INFINITY;
  if (dayExact && (isBounded || !hasChanges)) return missingBeyond(ended, reading.countFrom(begunAt - 1));
  if (hasChanges) return short ?? reading.possibleShortfall(0);
  // What changed meanwhile and has not come may have moved to where the search had been.
  const { listed, more } = await changedSince(ended, Math.max(range.from, begunAt - 1));
  const moved = listed.filter((id) => !reading.has(id)).length;
  return missingBeyond(ended, moved + more) ?? reading.possibleShortfall(moved);
}

/** What is missing of the last reading or of the whole range, where that is more than is explained. */
function missingBeyond(
  { open, from, reading, received, total }: EndedSearch,
  explained: number,
): Shortfall | undefined {
  const ofAll = from > open.range.from ? shortfallOf(received, total, explained) : undefined;
  return reading.shortfall(explained) ?? ofAll;
}

/** Of a range that nothing changes into any more, and whose count has fallen: all that were there at its smallest had to come. */
const missingOfClosed = ({ open, from, reading }: EndedSearch): Shortfall | undefined =>
  from > open.range.from ? undefined : reading.possibleShortfall(0, reading.smallest());

/** What has changed since then: the ids that are listed, and how many more are only counted. */
async function changedSince(
  { open, reading }: EndedSearch,
  from: number,
): Promise<{ listed: unknown[]; more: number }> {
  const { search, context, range } = open;
  const listed = new Set<unknown>();
  let counted = 0;
  let startingAfter: string | undefined;
  for (let page = 0; page < mostPagesOfChanges; page++) {
    const body = await search.ask(context, { from, to: range.to }, { size: largestPage, startingAfter });
    for (const { id } of reading.look(itemsOf(body, search.items, search.path))) listed.add(id);
    counted = Math.max(counted, totalCount(body) ?? 0);
    startingAfter = nextCursor(body);
    if (startingAfter === undefined) break;
  }
  return { listed: [...listed], more: Math.max(0, counted - listed.size) };
}
