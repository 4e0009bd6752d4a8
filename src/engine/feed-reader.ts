/** One stream's part in a feed that is followed for several: which entries it wants, and how far its position moves. */
import type { Entity } from '../intercom/readers/reader.ts';
import { type Feed, isFeed, type Position } from '../streams/stream.ts';
import { later } from './feed-position.ts';
import type { StreamRun } from './stream-run.ts';

export interface FeedReader {
  readonly run: StreamRun;
  /** Where it begins; undefined: at the feed's beginning. */
  readonly from: Position | undefined;
  wants(entry: Entity): boolean;
  /** What it wants of these entries, which come next in the feed, is out: moves its position past those that it may pass. */
  advance(entries: readonly Entity[]): void;
  /** The feed was followed to its end. */
  finish(): void;
}

/** Who takes deletions has a position since its beginning (see `noteBeginning`); a stream that shows the feed begins at the start date. */
export function createFeedReader(
  run: StreamRun,
  { feed, start, settledBefore }: { feed: Feed; start: number; settledBefore: number },
): FeedReader {
  const { position: begin } = run;
  const tellsEntries = isFeed(run.stream.scan) || run.tellsDeletions;
  const isNew = (entry: Entity) => (begin === undefined ? feed.timeOf(entry) >= start : feed.isAfter(entry, begin));
  // A deleted record may show in search for some minutes: its deletion is told again as long as that can be. Who tells none
  // passes nothing that is new: a later run tells it.
  const mayPass = (entry: Entity) => (tellsEntries ? feed.timeOf(entry) < settledBefore : !isNew(entry));
  /** The position of the last entry that it may pass. */
  let lastPosition: Position | undefined;

  return {
    run,
    from: begin ?? (start > 0 ? feed.at(start) : undefined),
    wants: (entry) => tellsEntries && isNew(entry),

    advance(entries) {
      const last = feed.positionOf && entries.findLast(mayPass);
      if (!feed.positionOf || !last) return;
      lastPosition = feed.positionOf(last);
      const isInRange = begin !== undefined || feed.timeOf(last) >= start;
      if (tellsEntries && isInRange) run.position = later(feed, run.position, lastPosition);
    },

    finish() {
      if (!feed.positionOf && tellsEntries) run.position = later(feed, run.position, feed.at(settledBefore));
      // A feed whose entries have positions can't be entered at a mere moment: the last entry before it takes over.
      if (lastPosition !== undefined && typeof run.position === 'number') run.position = lastPosition;
    },
  };
}
