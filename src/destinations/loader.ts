/** The loader: takes the flow of events into a destination, data and the state that covers it in one commit. */

import { deletedAt, deletedReason } from '../columns.ts';
import { ConnectorError } from '../errors.ts';
import type { Event, RecordsEvent, StreamState } from '../events.ts';
import type { Commit, Destination, StreamLoad } from './destination.ts';
import { keyFitter } from './fit.ts';

export interface LoadOptions {
  events: AsyncIterable<Event>;
  /** Opened, not yet prepared. */
  destination: Destination;
  streams: readonly StreamLoad[];
  /** How much is staged before a checkpoint commits it: whichever comes first. */
  commitEvery?: { rows: number; seconds: number };
  /** Milliseconds that only ever grow; `now` is Intercom's time, unix milliseconds. */
  clock: { elapsed(): number; now(): number };
  /** By stream: whether the record of an id (the parent, of a child stream) is gone, by Intercom's own word. */
  isGone?: ReadonlyMap<string, (id: string) => Promise<boolean>>;
  /** Sees every event once it is staged, and what the loader itself has to tell. */
  observe?(event: Event): void;
  onCommit?(commit: Commit): void;
}

/** What became of a stream's rows. */
export interface LoadedStream {
  /** Live rows staged. */
  rows: number;
  /** Tombstones staged. */
  deletions: number;
  /** Rows without a key, which no table can hold. */
  unkeyed: number;
}

/** Without a checkpoint so many times the rows of a commit are staged at most, so that no transaction grows without bound. */
const patience = 10;

/**
 * Loads all events, and says what became of each stream's rows. What the last checkpoint covers is kept however the flow
 * ends; an error of the flow is rethrown after that commit. Rows beyond their checkpoint may be kept too: they come again,
 * and are then recognised by their key. The destination is closed in every case.
 */
export async function load(options: LoadOptions): Promise<Map<string, LoadedStream>> {
  const { events, destination, streams, clock, observe, onCommit } = options;
  const every = options.commitEvery ?? { rows: 10_000, seconds: 15 };
  const loaded = new Map(streams.map(({ info }) => [info.name, { rows: 0, deletions: 0, unkeyed: 0 }]));
  const keys = new Map(streams.map(({ info }) => [info.name, keyFitter(info.columns, info.key)]));
  let pending = nothing();
  let committedAt = clock.elapsed();

  async function commit() {
    const due: Commit = {
      states: [...pending.states].map(([stream, state]) => ({ stream, state })),
      complete: [...pending.complete],
      whole: [...pending.whole],
      passed: [...pending.passed],
      at: clock.now() / 1000,
    };
    const empty = pending.rows === 0 && due.states.length === 0 && due.complete.length === 0;
    pending = nothing();
    committedAt = clock.elapsed();
    if (empty) return;
    await destination.commit(due);
    onCommit?.(due);
  }

  async function stage(batch: RecordsEvent) {
    const keyOf = keys.get(batch.stream);
    const count = loaded.get(batch.stream);
    if (!keyOf || !count) throw new ConnectorError('internal', `Rows came of ${batch.stream}, which is not loaded.`);
    const rows = batch.rows.filter((row) => keyOf(row) !== undefined);
    await destination.write(rows.length === batch.rows.length ? batch : { ...batch, rows });
    pending.rows += rows.length + (batch.wholeSetsOf?.length ?? 0);
    count.unkeyed += batch.rows.length - rows.length;
    for (const row of rows) {
      if (row[deletedAt] == null) count.rows += 1;
      else count.deletions += 1;
    }
    if (pending.rows >= every.rows * patience) await commit();
  }

  /** A record that a full pass did not meet may be there all the same: it goes only if Intercom says that it is gone. */
  async function buryUnmet(stream: string, isGone: (id: string) => Promise<boolean>) {
    const info = streams.find((one) => one.info.name === stream)?.info;
    if (!info) return;
    const asked = (await destination.unmet(stream)).map(async (id) => ({ id, gone: await isGone(id) }));
    const gone = (await Promise.all(asked)).flatMap((one) => (one.gone ? [one.id] : []));
    if (gone.length === 0) return;
    const when = new Date(clock.now()).toISOString();
    const mark = { [deletedAt]: when, [deletedReason]: 'absent from a full pass' };
    const batch: RecordsEvent = info.parent
      ? { type: 'records', stream, rows: [], wholeSetsOf: gone }
      : { type: 'records', stream, rows: gone.map((id) => ({ [info.key[0] ?? 'id']: id, ...mark })) };
    await stage(batch);
    observe?.(batch);
  }

  async function take(event: Event) {
    if (event.type === 'records') await stage(event);
    if (event.type === 'status' && event.status === 'complete') {
      pending.complete.add(event.stream);
      const isGone = options.isGone?.get(event.stream);
      if (event.whole && isGone) {
        await buryUnmet(event.stream, isGone);
        pending.passed.add(event.stream);
      } else if (event.whole) pending.whole.add(event.stream);
    }
    if (event.type !== 'checkpoint') return;
    for (const { stream, state } of event.states) pending.states.set(stream, state);
    const waited = clock.elapsed() - committedAt;
    if (pending.rows >= every.rows || waited >= every.seconds * 1000) await commit();
  }

  try {
    await destination.prepare([...streams]);
    const flow = events[Symbol.asyncIterator]();
    for (;;) {
      let next: IteratorResult<Event>;
      try {
        next = await flow.next();
      } catch (thrown) {
        // The flow's error is the one to tell, even where this last commit fails as well.
        await commit().catch(() => undefined);
        throw thrown;
      }
      if (next.done) break;
      try {
        await take(next.value);
        observe?.(next.value);
      } catch (thrown) {
        await flow.return?.();
        throw thrown;
      }
    }
    await commit();
  } finally {
    for (const [stream, { unkeyed }] of loaded) if (unkeyed > 0) observe?.(unkeyedWarning(stream, unkeyed));
    await destination.close();
  }
  return loaded;
}

interface Pending {
  rows: number;
  states: Map<string, StreamState>;
  complete: Set<string>;
  whole: Set<string>;
  passed: Set<string>;
}

const nothing = (): Pending => ({
  rows: 0,
  states: new Map(),
  complete: new Set(),
  whole: new Set(),
  passed: new Set(),
});

const unkeyedWarning = (stream: string, count: number): Event => ({
  type: 'log',
  level: 'warn',
  message: `${count} row${count === 1 ? '' : 's'} of ${stream} came without a key and could not be stored.`,
});
