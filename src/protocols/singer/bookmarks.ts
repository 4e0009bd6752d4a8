/**
 * The STATE lines of a run. Each holds the bookmarks of all streams, since targets keep only the last one; a large state is not written
 * after a few records, or most of the output would be states.
 */
import type { StreamState } from '../../core/events.ts';
import type { LineOutput } from '../line-output.ts';
import { bookmarkText, stateLine } from './lines.ts';
import type { Bookmarks } from './state.ts';

/** A state is due once records of so many times its size have come, */
const recordsPerState = 10;

/** or after so much time, in milliseconds. */
const longestMs = 30_000;

export interface BookmarkLines {
  /** So many bytes of records are out. */
  count(bytes: number): void;
  /** The stream's records so far are out, and it goes on from here. */
  keep(stream: string, bookmark: StreamState): void;
  /** Writes the state if it is due. */
  due(): Promise<void> | undefined;
  /** Writes it if it has changed since. */
  last(): Promise<void> | undefined;
}

/** `given`: the bookmarks of before. Those of streams that this run does not read are passed on. */
export function createBookmarkLines(
  given: Bookmarks,
  { lines, clock }: { lines: LineOutput; clock: { now(): number } },
): BookmarkLines {
  const texts = new Map([...given].map(([stream, bookmark]) => [stream, bookmarkText(bookmark)]));
  let size = 0;
  let bytes = 0;
  let writtenAt = clock.now();
  let changed = false;

  const write = () => {
    changed = false;
    bytes = 0;
    writtenAt = clock.now();
    const text = stateLine(texts);
    size = text.length;
    lines.push(text);
    return lines.flush();
  };

  return {
    count(more) {
      bytes += more;
    },
    keep(stream, bookmark) {
      texts.set(stream, bookmarkText(bookmark));
      changed = true;
    },
    due: () =>
      changed && (bytes >= size * recordsPerState || clock.now() - writtenAt >= longestMs) ? write() : undefined,
    last: () => (changed ? write() : undefined),
  };
}
