/** Which streams a read is asked for, and how: what a platform and its user may come up with. */
import type { SelectedStream, SyncMode } from '../../src/core/catalog.ts';
import { isFeed, type Stream } from '../../src/streams/stream.ts';
import type { Stage } from './stage.ts';

export interface Selection extends SelectedStream {
  stream: Stream;
  /** The number of the full refresh that its rows belong to. */
  refresh: number | undefined;
  /** A full refresh that begins with this read. */
  renewed: boolean;
}

/** All streams or some of them, each incrementally or as a full refresh. */
export function choose(stage: Stage): Selection[] {
  const { random, registry } = stage;
  const some = random.chance(0.25) ? random.sample(registry, random.int(1, registry.length)) : registry;
  const refreshed = random.chance(0.25) ? random.sample(registry, random.int(1, registry.length)) : [];
  return some.map((stream) => select(stage, stream, refreshed.includes(stream) ? 'full_refresh' : 'incremental'));
}

/** All streams in one mode. */
export const chooseAll = (stage: Stage, mode: SyncMode): Selection[] =>
  stage.registry.map((stream) => select(stage, stream, mode));

/** A pass over everything has no place to go on from. */
const isResumable = ({ cursor, fullSnapshot: whole, scan }: Stream): boolean =>
  cursor !== undefined && !whole && (isFeed(scan) || scan.count !== undefined);

/** A full refresh that was begun goes on until it ends well; what can't be resumed begins anew each time. */
function select(stage: Stage, stream: Stream, asked: SyncMode): Selection {
  const { name } = stream;
  const begun = stage.refreshing.get(name);
  const syncMode = begun !== undefined || !stream.cursor ? 'full_refresh' : asked;
  const syncId = begun ?? stage.number();
  const isFull = syncMode === 'full_refresh';
  if (isFull && isResumable(stream)) stage.refreshing.set(name, syncId);
  return {
    name,
    stream,
    syncMode,
    syncId,
    refresh: isFull ? syncId : undefined,
    renewed: isFull && begun === undefined,
  };
}
