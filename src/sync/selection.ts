/** How each stream is to be read, from what the destination remembers of it. Pure. */
import type { SelectedStream } from '../catalog.ts';
import type { StoredStream, StreamLoad } from '../destinations/destination.ts';
import type { StreamState } from '../events.ts';
import { isFeed, type Stream } from '../streams/stream.ts';

export interface Selection {
  loads: StreamLoad[];
  selected: SelectedStream[];
  states: Map<string, StreamState>;
}

/**
 * Streams whose every sync passes over the whole collection, as there is no way to ask for what changed: keeping all of it costs
 * no request more, and shows what is gone.
 */
const isPassedOverWhole = ({ scan }: Stream): boolean => !isFeed(scan) && scan.count === undefined;

/** Incremental where a state allows; a full refresh that was broken off goes on. */
export function selectionFor(
  streams: readonly Stream[],
  stored: ReadonlyMap<string, StoredStream>,
  fullRefresh: boolean,
): Selection {
  const selection: Selection = { loads: [], selected: [], states: new Map() };
  for (const stream of streams) {
    const known = stored.get(stream.name);
    const resumable = stream.cursor !== undefined && !stream.whole && !isPassedOverWhole(stream);
    const continued = resumable && known?.refreshing === true;
    const refreshing = continued || fullRefresh || !resumable || known?.state === undefined;
    const generation = (known?.generation ?? 0) + (refreshing && !continued ? 1 : 0);
    selection.loads.push({ info: stream, generation, refreshing });
    selection.selected.push({
      name: stream.name,
      syncMode: refreshing ? 'full_refresh' : 'incremental',
      syncId: refreshing ? generation : null,
    });
    if (known?.state) selection.states.set(stream.name, known.state);
  }
  return selection;
}
