/** Which streams are verified together, up to when, and which can't be. Pure. */
import type { RunHistory } from '../destinations/runs.ts';
import { isFeed, type Stream, timeCursorOf } from '../streams/stream.ts';
import type { Stored } from './stored.ts';
import type { Unit } from './unit.ts';

/** A stream that is not compared. */
interface Left {
  stream: string;
  /** For people. */
  why: string;
}

interface Known {
  stored: Stored;
  history: RunHistory;
  /** Unix seconds. */
  now: number;
}

/** The streams, with what is inside of their records, and those that can't be compared. */
export function unitsOf(streams: readonly Stream[], known: Known): { units: Unit[]; left: Left[] } {
  const left: Left[] = [];
  const comparable = streams.filter((stream) => {
    const why = whyNot(stream, streams, known);
    if (why !== undefined) left.push({ stream: stream.name, why });
    return why === undefined;
  });
  const units: Unit[] = [];
  const horizons = new Map(comparable.map((stream) => [stream, horizonOf(stream, known)!]));
  const unitOf = (all: readonly Stream[], top: Stream | undefined) => {
    const [first] = all;
    if (!first || isFeed(first.scan)) return;
    const horizon = Math.min(...all.map((stream) => horizons.get(stream)!.horizon));
    const since = Math.max(...all.map((stream) => horizons.get(stream)!.since));
    units.push({ scan: first.scan, streams: all, horizon, since, ...(top && { top }) });
  };
  for (const scan of new Set(comparable.map((stream) => stream.scan))) {
    const fed = comparable.filter((stream) => stream.scan === scan);
    if (isFeed(scan) || !scan.count) unitOf(fed, fed.find(isTop));
    else
      for (const top of fed.filter(isTop))
        unitOf([top, ...fed.filter(({ parent }) => parent?.stream === top.name)], top);
  }
  return { units, left };
}

/** A stream of the scan's records themselves. */
const isTop = ({ parent, primaryKey, detail }: Stream): boolean =>
  !parent && primaryKey.length === 1 && primaryKey[0] === 'id' && !detail;

/** Why a stream can't be compared; undefined where it can. */
function whyNot(stream: Stream, all: readonly Stream[], known: Known): string | undefined {
  const { scan, parent, masking } = stream;
  const state = known.stored.states.get(stream.name);
  if (isFeed(scan)) return 'It shows a feed of what happened, which forgets.';
  if (stream.forgets) return 'Intercom forgets what it tells of it.';
  const isSearched = scan.count !== undefined;
  const top = parent ? all.find(({ name: one }) => one === parent.stream) : stream;
  if (isSearched && parent && (!top || top.scan !== scan))
    return `It is compared with ${parent.stream}, read by the same search.`;
  if (isSearched && !top?.byId) return 'To compare it costs as much as to read it again.';
  if ((state?.masking ?? undefined) !== masking?.digest)
    return 'It was stored by other rules of masking: the next sync reads it again.';
  return horizonOf(stream, known) ? undefined : 'It was never read to its end.';
}

/** Up to when the table is to hold what there is, and from when on, unix seconds; undefined where it was never read to its end. */
function horizonOf(stream: Stream, { stored, history, now }: Known): { horizon: number; since: number } | undefined {
  const state = stored.states.get(stream.name)?.state;
  const since = typeof state?.since === 'number' ? state.since : 0;
  const cursor = timeCursorOf(stream);
  if (!isFeed(stream.scan) && stream.scan.count) {
    const low = cursor === undefined ? undefined : state?.[cursor];
    return typeof low === 'number' && low > since ? { horizon: Math.min(low, now), since } : undefined;
  }
  const completeAt = history.streams.find((one) => one.stream === stream.name)?.completeAt;
  return completeAt === undefined ? undefined : { horizon: Math.floor(completeAt), since };
}
