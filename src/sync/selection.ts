/** How each stream is to be read, from what the destination remembers of it. Pure. */
import type { SelectedStream } from '../core/catalog.ts';
import type { StreamState } from '../core/events.ts';
import type { LoadTarget, StoredStream } from '../destinations/destination.ts';
import { isFeed, type Stream } from '../streams/stream.ts';

export interface Selection {
  targets: LoadTarget[];
  selected: SelectedStream[];
  states: Map<string, StreamState>;
  /** Streams that are read whole because a full check of them is due. */
  checks: Set<string>;
}

export interface SelectionOptions {
  /** Read everything again. */
  fullRefresh?: boolean;
  /** The start date, unix seconds. Default 0. */
  start?: number;
  /** How often, in seconds, streams whose records can vanish are read whole; and what time it is, unix seconds. */
  fullCheck?: { every: number; now: number };
  /** See `LoadTarget`. */
  customColumns?: boolean;
}

/**
 * Streams whose every sync reads the full collection, as there is no way to ask for what changed: keeping all of it costs
 * no request more, and shows what is gone.
 */
const isAlwaysReadInFull = ({ scan }: Stream): boolean => !isFeed(scan) && scan.count === undefined;

/** Incremental where a state allows; a full refresh that was broken off goes on. */
export function selectionFor(
  streams: readonly Stream[],
  stored: ReadonlyMap<string, StoredStream>,
  { fullRefresh = false, start = 0, fullCheck, customColumns }: SelectionOptions = {},
): Selection {
  const checks = fullCheck && !fullRefresh ? dueChecks(streams, stored, fullCheck) : new Set<string>();
  const selection: Selection = { targets: [], selected: [], states: new Map(), checks };
  for (const stream of streams) {
    const known = stored.get(stream.name);
    const resumable = stream.cursor !== undefined && !stream.fullSnapshot && !isAlwaysReadInFull(stream);
    const continued = resumable && known?.refreshing === true && isOwnState(known, start);
    const isToBeReadAgain = fullRefresh || checks.has(stream.name) || known?.readAgain !== undefined;
    const refreshing = known?.refreshing || isToBeReadAgain || !resumable || known?.state === undefined;
    const generation = (known?.generation ?? 0) + (refreshing && !continued ? 1 : 0);
    selection.targets.push({
      info: stream,
      ...(customColumns !== undefined && { customColumns }),
      generation,
      refreshing,
    });
    selection.selected.push({
      name: stream.name,
      syncMode: refreshing ? 'full_refresh' : 'incremental',
      syncId: refreshing ? generation : null,
    });
    if (known?.state) selection.states.set(stream.name, known.state);
  }
  return selection;
}

/** Whether a refresh that was broken off can go on: from a state of its own, by the same start date. */
const isOwnState = ({ state, generation }: StoredStream, start: number): boolean =>
  state?.sync_id === generation && (state.since ?? 0) === start;

/**
 * Streams whose full check is due. Those of one scan are checked together, since it feeds them all; none while one of them is not
 * yet read to its end, or is read from a start date only.
 */
function dueChecks(
  streams: readonly Stream[],
  stored: ReadonlyMap<string, StoredStream>,
  { every, now }: { every: number; now: number },
): Set<string> {
  const vanishing = streams.filter((stream) => stream.vanishing);
  const due = new Set<string>();
  for (const scan of new Set(vanishing.map((one) => one.scan))) {
    const fed = vanishing.filter((one) => one.scan === scan).map(({ name }) => ({ name, known: stored.get(name) }));
    const isRead = fed.every(
      ({ known }) => known?.state && !known.refreshing && !known.readAgain && known.state.since === undefined,
    );
    const isDue = fed.some(({ known }) => now - (known?.fullReadAt ?? 0) >= every);
    if (isRead && isDue) for (const { name } of fed) due.add(name);
  }
  return due;
}
