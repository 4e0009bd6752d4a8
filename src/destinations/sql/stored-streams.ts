/** What a run knows of the streams that the database remembers, and which of them it has yet to write back. */
import type { StoredStream } from '../destination.ts';
import type { RememberedStream } from './state-table.ts';

export interface StoredStreams {
  get(stream: string): RememberedStream | undefined;
  /** Takes what was read from the database, or just written to it. */
  set(stream: string, stored: RememberedStream): void;
  /** Changes what is remembered, with the next commit. */
  update(stream: string, change: Partial<RememberedStream>): void;
  /** What the next commit has to write. */
  changed(): Map<string, RememberedStream>;
  /** Says that it has been written. */
  written(): void;
  /** All, without what only the database needs. */
  all(): Map<string, StoredStream>;
}

export function createStoredStreams(): StoredStreams {
  const streams = new Map<string, RememberedStream>();
  const changed = new Set<string>();
  return {
    get: (stream) => streams.get(stream),
    set(stream, stored) {
      streams.set(stream, stored);
    },
    update(stream, change) {
      streams.set(stream, { generation: 0, refreshing: false, ...streams.get(stream), ...change });
      changed.add(stream);
    },
    changed: () => new Map([...changed].map((stream) => [stream, streams.get(stream)!])),
    written: () => changed.clear(),
    all: () =>
      new Map(
        [...streams].map(([stream, { tableId: _, heaviest: __, masking: ___, unknownFields: ____, ...stored }]) => [
          stream,
          stored,
        ]),
      ),
  };
}
