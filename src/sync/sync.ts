/** A sync: one run from Intercom into a destination that remembers, whoever calls it. */
import type { SelectedStream } from '../catalog.ts';
import type { Clock } from '../clock.ts';
import type { Destination } from '../destinations/destination.ts';
import { type LoadedStream, type LoadOptions, load } from '../destinations/loader.ts';
import { type ReadOptions, read } from '../engine/read.ts';
import type { Event } from '../events.ts';
import type { Session } from '../intercom/session.ts';
import type { Stream } from '../streams/stream.ts';
import { proofs } from './proofs.ts';
import { selectionFor } from './selection.ts';

export interface SyncOptions extends Pick<ReadOptions, 'times' | 'emitDeletions' | 'pace' | 'load' | 'attach'> {
  session: Session;
  /** Not yet opened. It is closed at the end, however that comes. */
  destination: Destination;
  /** The streams to load. */
  streams: readonly Stream[];
  /** Every stream there is: a child is looked up by its parent there. */
  registry: readonly Stream[];
  /** Read everything again, and drop what is no longer there. */
  fullRefresh?: boolean;
  commitEvery?: LoadOptions['commitEvery'];
  clock: Clock;
  /** Aborted to stop: what is out by then is committed. */
  signal: AbortSignal;
  /** Is told how each stream will be read, before the first request for records. */
  onBegin?(selected: readonly SelectedStream[]): void;
  /** Sees every event once it is staged. */
  observe?(event: Event): void;
}

export interface SyncOutcome {
  /** Streams that are not complete; none where all went well. */
  failed: string[];
  loaded: Map<string, LoadedStream>;
}

/** Syncs the streams. Rejects where the destination can't be used, a state is invalid, or the run was stopped. */
export async function syncInto(options: SyncOptions): Promise<SyncOutcome> {
  const { session, destination, streams, registry, clock, signal } = options;
  const stored = await openOrClose(destination, session);
  const { loads, selected, states } = selectionFor(streams, stored, options.fullRefresh ?? false);
  options.onBegin?.(selected);
  const unfinished = new Set(selected.map(({ name }) => name));
  const events = read({ ...options, selected, states, clock, signal, statesAhead: 'refuse', appliesDeletions: true });
  const loaded = await load({
    events,
    destination,
    streams: loads,
    commitEvery: options.commitEvery,
    clock: { elapsed: clock.elapsed, now: session.client.serverNow },
    isGone: proofs(streams, registry, session.client),
    observe(event) {
      if (event.type === 'status' && event.status === 'complete') unfinished.delete(event.stream);
      options.observe?.(event);
    },
  });
  return { failed: [...unfinished], loaded };
}

async function openOrClose(destination: Destination, { workspace }: Session) {
  try {
    return await destination.open(workspace);
  } catch (error) {
    await destination.close();
    throw error;
  }
}
