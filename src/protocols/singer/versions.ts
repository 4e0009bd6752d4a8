/**
 * How a stream is read, and which version of its table its records carry. A load gives a table a new version; once all of it is out, the
 * version is activated: the target then takes away the rows of older ones. What is read incrementally carries the version of the load
 * that it goes on from.
 */
import { type SelectedStream, type StreamInfo, syncModes } from '../../core/catalog.ts';
import type { StreamState } from '../../core/events.ts';
import type { SelectedEntry } from './selection.ts';
import type { Bookmark } from './state.ts';

export interface PlannedStream {
  selected: SelectedStream;
  /** What the engine goes on from. */
  state: StreamState | undefined;
  version: number | undefined;
  /** Whether this run loads the whole table. */
  isLoad: boolean;
}

/** `now`: unix milliseconds. */
export function planStream(
  info: StreamInfo,
  method: SelectedEntry['method'],
  bookmark: Bookmark | undefined,
  now: number,
): PlannedStream {
  const isIncremental = method !== 'FULL_TABLE' && syncModes(info).includes('incremental');
  const isResumable = !info.fullSnapshot && info.cursor !== undefined;
  if (bookmark?.version !== undefined && !bookmark.isLoaded && isResumable)
    return load(info, bookmark.version, bookmark.state);
  if (bookmark && isIncremental && saysSomething(bookmark.state)) {
    const { state, version } = bookmark;
    return { selected: { name: info.name, syncMode: 'incremental', syncId: null }, state, version, isLoad: false };
  }
  // The state of before is of no use for what is read, but knows what is never found.
  return load(info, nextVersion(bookmark, now), bookmark?.state);
}

const load = (info: StreamInfo, version: number, state: StreamState | undefined): PlannedStream => ({
  // The version names the refresh: its states are those that a run after a break goes on from.
  selected: { name: info.name, syncMode: 'full_refresh', syncId: version },
  state,
  version,
  isLoad: true,
});

/** Later than the one before, whatever the clock says: targets take away what is of an earlier one. */
const nextVersion = (bookmark: Bookmark | undefined, now: number): number =>
  Math.max(now, (bookmark?.version ?? 0) + 1);

const saysSomething = (state: StreamState): boolean => Object.keys(state).length > 0;
