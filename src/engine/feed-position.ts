/** How far a stream has followed the feed that tells its deletions. */
import { type Feed, isFeed, type Position } from '../streams/stream.ts';
import { feedOf, type StreamRun } from './stream-run.ts';

/**
 * Notes the moment from which a stream needs to know what was deleted: what went before it is never seen, or was not seen
 * since it was read. Also where no deletions are asked for: a later run may ask for them. True where there was something to note.
 */
export function noteBeginning(run: StreamRun, settledBefore: number): boolean {
  const feed = feedOf(run.stream);
  if (!feed || run.position !== undefined || isFeed(run.stream.scan)) return false;
  run.position = feed.at(run.isFirstRead ? settledBefore : run.lowWatermark);
  return true;
}

/** Whether the stream has followed its feed past a moment, unix seconds: what went before it was told. */
export function hasPassed({ stream, position, lowWatermark }: StreamRun, at: number): boolean {
  const feed = feedOf(stream);
  return feed && position !== undefined ? feed.compare(feed.at(at), position) < 0 : at < lowWatermark;
}

/** The later one of a position, if there is one yet, and another. */
export const later = (feed: Feed, a: Position | undefined, b: Position): Position =>
  a !== undefined && feed.compare(b, a) < 0 ? a : b;

/** The position before all others: undefined, the feed's beginning, where one of them is. */
export const earliest = (feed: Feed, positions: readonly (Position | undefined)[]): Position | undefined =>
  positions.reduce(
    (a, b) => (a === undefined || b === undefined ? undefined : feed.compare(b, a) < 0 ? b : a),
    positions[0],
  );
