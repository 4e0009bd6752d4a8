/** The loader: takes the flow of events into a destination, data and the state that covers it in one commit. */
import type { Event, StatusEvent } from '../core/events.ts';
import type { Commit, Destination, LoadTarget } from '../destinations/destination.ts';
import {
  type CommitEvery,
  type Committer,
  type CommitterOptions,
  createCommitter,
  type LoadedStream,
} from './committer.ts';
import type { DeletionCheck } from './deletion-check.ts';
import { createMissingRecords, type Hint } from './missing-records.ts';

export interface LoadOptions {
  events: AsyncIterable<Event>;
  /** Opened, not yet prepared. */
  destination: Destination;
  streams: readonly LoadTarget[];
  commitEvery?: CommitEvery | undefined;
  clock: CommitterOptions['clock'];
  /** Tells of what a full pass did not show whether it is gone. Without it, all that was not shown is. */
  deletionCheck?: DeletionCheck;
  /** What may be gone besides, asked for once all else is loaded. */
  hints?(): AsyncIterable<Hint>;
  /** Is called once the tables are prepared, before the first row. */
  onPrepared?(): Promise<void>;
  /** Seconds for which a response of the check that a record is there holds good. Default a day. */
  recheckAfter?: number;
  /** Sees every event once it is staged, and what the loader itself has to tell. */
  observe?(event: Event): void;
  onCommit?(commit: Commit): void;
  /**
   * Is called once all is committed, however the flow ended, before the destination is closed. `thrown`: what `load` is about to throw; what this
   * one throws is not told then.
   */
  onEnd?(loaded: ReadonlyMap<string, LoadedStream>, thrown?: unknown): Promise<void>;
}

type Complete = StatusEvent & { status: 'complete' };

/**
 * Loads all events, and says what became of each stream's rows. What the last checkpoint covers is kept however the flow
 * ends; an error of the flow is rethrown after that commit. Rows beyond their checkpoint may be kept too: they come again,
 * and are then recognised by their key. The destination is closed in every case.
 */
export async function load(options: LoadOptions): Promise<Map<string, LoadedStream>> {
  const { destination, streams, clock, commitEvery, observe, onCommit, onEnd } = options;
  const committer = createCommitter({ destination, streams, commitEvery, clock, onCommit });
  const { loaded } = committer;
  const tellUnkeyed = () => {
    for (const [stream, { unkeyed }] of loaded) if (unkeyed > 0) observe?.(unkeyedWarning(stream, unkeyed));
  };
  try {
    await loadAll(options, committer)
      .finally(tellUnkeyed)
      .catch(async (thrown) => {
        // Where the destination is what failed, it can't keep that.
        await onEnd?.(loaded, thrown).catch(() => undefined);
        throw thrown;
      });
    await onEnd?.(loaded);
  } finally {
    await destination.close();
  }
  return loaded;
}

async function loadAll(options: LoadOptions, committer: Committer): Promise<void> {
  const { destination, streams, deletionCheck } = options;
  await destination.prepare([...streams]);
  await options.onPrepared?.();
  const toBeChecked = await loadEvents(options, committer);
  await committer.commit();
  // After all else: the questions may take long, and the flow would wait for them.
  if (deletionCheck) await checkMissing(options, deletionCheck, committer, toBeChecked);
  for (const [stream, table] of (await destination.counts?.()) ?? []) {
    const loaded = committer.loaded.get(stream);
    if (loaded) loaded.table = table;
  }
}

/** Takes the flow to its end. Gives the ends of streams that have rows which their full pass did not show, to be asked for by id. */
async function loadEvents(options: LoadOptions, committer: Committer): Promise<Complete[]> {
  const { destination, deletionCheck, observe } = options;
  const toBeChecked: Complete[] = [];
  const take = async (event: Event) => {
    if (isFullPass(event) && deletionCheck?.has(event.stream)) {
      if ((await destination.staleIds(event.stream)).length > 0) toBeChecked.push(event);
      else endChecked(event, options, committer);
      return;
    }
    await takeEvent(event, committer);
    observe?.(event);
  };

  const flow = options.events[Symbol.asyncIterator]();
  for (;;) {
    const next = await flow.next().catch(async (thrown) => {
      // The flow's error is the one to tell, even where this last commit fails as well.
      await committer.commit().catch(() => undefined);
      throw thrown;
    });
    if (next.done) return toBeChecked;
    try {
      await take(next.value);
    } catch (thrown) {
      await flow.return?.();
      throw thrown;
    }
  }
}

const isFullPass = (event: Event): event is Complete =>
  event.type === 'status' &&
  event.status === 'complete' &&
  (event.isCompleteSnapshot || event.isShortSnapshot === true);

async function takeEvent(event: Event, committer: Committer): Promise<void> {
  if (event.type === 'records') await committer.stage(event);
  if (event.type === 'status' && event.status === 'complete') {
    committer.next().complete.add(event.stream);
    if (event.isCompleteSnapshot) committer.next().completeSnapshots.add(event.stream);
  }
  if (event.type === 'checkpoint') {
    for (const { stream, state } of event.states) committer.next().states.set(stream, state);
    await committer.commitIfDue();
  }
}

/** Asks for what full passes did not show, then for what is hinted at. A failing check leaves the rows as they are, and the stream incomplete. */
async function checkMissing(
  options: LoadOptions,
  check: DeletionCheck,
  committer: Committer,
  toBeChecked: readonly Complete[],
): Promise<void> {
  const { destination, streams, clock, recheckAfter = 86_400, hints, observe } = options;
  const missing = createMissingRecords({
    destination,
    committer,
    streams,
    check,
    now: () => clock.now(),
    recheckAfter,
    observe,
  });
  for (const event of toBeChecked) {
    const error = await missing.checkStale(event.stream);
    if (error) observe?.({ type: 'status', stream: event.stream, status: 'incomplete', error });
    else endChecked(event, options, committer);
  }
  await committer.commit();
  if (!hints) return;
  await missing.followHints(hints());
  await committer.commit();
}

/** The end of a stream of whose full pass nothing is left to ask for: what it stores of before is there all the same. */
function endChecked(event: Complete, { observe }: LoadOptions, committer: Committer): void {
  committer.next().complete.add(event.stream);
  committer.next().checkedSnapshots.add(event.stream);
  observe?.(event);
}

const unkeyedWarning = (stream: string, count: number): Event => ({
  type: 'log',
  level: 'warn',
  message: `${count} row${count === 1 ? '' : 's'} of ${stream} came without a key and could not be stored.`,
});
