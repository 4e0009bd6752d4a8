/** The loader: takes the flow of events into a destination, data and the state that covers it in one commit. */
import type { StreamInfo } from '../core/catalog.ts';
import { deletedAt, deletedReason } from '../core/columns/columns.ts';
import { asConnectorError, ConnectorError } from '../core/errors.ts';
import type { Event, RecordsEvent, StreamState } from '../core/events.ts';
import type { Checked, Commit, Destination, LoadTarget } from '../destinations/destination.ts';
import { keyToCells } from '../destinations/sql/cells.ts';
import type { DeletionAnswers, DeletionCheck } from './deletion-check.ts';

export interface LoadOptions {
  events: AsyncIterable<Event>;
  /** Opened, not yet prepared. */
  destination: Destination;
  streams: readonly LoadTarget[];
  /** How much is staged before a checkpoint commits it: whichever comes first. */
  commitEvery?: { rows: number; seconds: number };
  /** Milliseconds that only ever grow; `now` is Intercom's time, unix milliseconds. */
  clock: { elapsed(): number; now(): number };
  /** Tells of what a full pass did not show whether it is gone. Without it, all that was not shown is. */
  deletionCheck?: DeletionCheck;
  /** What may be gone besides, asked for once all else is loaded. */
  hints?(): AsyncIterable<Hint>;
  /** Seconds for which an answer of the check that a record is there holds good. Default a day. */
  recheckAfter?: number;
  /** Sees every event once it is staged, and what the loader itself has to tell. */
  observe?(event: Event): void;
  onCommit?(commit: Commit): void;
}

/** Ids of a stream, some page of them, that may be gone; or a state that covers all such pages before it. */
export type Hint = { stream: string } & ({ ids: readonly string[] } | { state: StreamState });

/** What became of a stream's rows. */
export interface LoadedStream {
  /** Live rows staged. */
  rows: number;
  /** Tombstones staged. */
  deletions: number;
  /** Rows without a key, which no table can hold. */
  unkeyed: number;
}

/** Questions by id that end so say nothing of what was asked for: it is kept, and asked for again. */
const provesNothing = ({ code }: ConnectorError): boolean =>
  code === 'api_unavailable' || code === 'permission_missing';

/** Records that are there, by which it is seen whether Intercom finds what is there. */
const controls = 3;

/** The rows that take away what is gone: tombstones, or of a child stream the empty sets of the parents. */
function absences(info: StreamInfo, gone: string[], now: number): RecordsEvent {
  const base = { type: 'records', stream: info.name } as const;
  if (info.parent) return { ...base, rows: [], replacesChildrenOf: gone };
  const mark = {
    [deletedAt]: new Date(now).toISOString(),
    [deletedReason]: info.vanishing ?? 'absent from a full pass',
  };
  return { ...base, rows: gone.map((id) => ({ [info.primaryKey[0] ?? 'id']: id, ...mark })) };
}

/** Without a checkpoint so many times the rows of a commit are staged at most, so that no transaction grows without bound. */
const patience = 10;

/**
 * Loads all events, and says what became of each stream's rows. What the last checkpoint covers is kept however the flow
 * ends; an error of the flow is rethrown after that commit. Rows beyond their checkpoint may be kept too: they come again,
 * and are then recognised by their key. The destination is closed in every case.
 */
export async function load(options: LoadOptions): Promise<Map<string, LoadedStream>> {
  const { events, destination, streams, clock, recheckAfter = 86_400, observe, onCommit } = options;
  const every = options.commitEvery ?? { rows: 20_000, seconds: 15 };
  const loaded = new Map(streams.map(({ info }) => [info.name, { rows: 0, deletions: 0, unkeyed: 0 }]));
  const keys = new Map(streams.map(({ info }) => [info.name, keyToCells(info.columns, info.primaryKey)]));
  let pending = nothing();
  let committedAt = clock.elapsed();
  const checked: (Event & { type: 'status' })[] = [];

  async function commit() {
    const due: Commit = {
      states: [...pending.states].map(([stream, state]) => ({ stream, state })),
      complete: [...pending.complete],
      whole: [...pending.whole],
      passed: [...pending.passed],
      checked: pending.checked,
      at: clock.now() / 1000,
    };
    const empty =
      pending.rows === 0 && due.states.length === 0 && due.complete.length === 0 && pending.checked.length === 0;
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
    pending.rows += rows.length + (batch.replacesChildrenOf?.length ?? 0);
    count.unkeyed += batch.rows.length - rows.length;
    for (const row of rows) {
      if (row[deletedAt] == null) count.rows += 1;
      else count.deletions += 1;
    }
    if (pending.rows >= every.rows * patience) await commit();
  }

  /**
   * A record that a full pass did not show may be there all the same: it goes only if Intercom says that it is gone. What is
   * answered is committed as it comes, so that no question is asked twice, whatever ends the run.
   */
  async function checkStale(stream: string, check: DeletionCheck) {
    const info = streams.find((one) => one.info.name === stream)?.info;
    if (!info) return;
    const known = await destination.checked(stream);
    const since = clock.now() / 1000 - recheckAfter;
    const ids = (await destination.staleIds(stream)).filter((id) => !((known.get(id) ?? 0) > since));
    if (ids.length === 0) return;
    const answers = check.answers(stream, ids, await destination.live(stream, controls));
    await takeAnswers(info, answers, { those: `${ids.length} that a full pass did not show`, remembers: true });
  }

  async function takeAnswers(
    info: StreamInfo,
    answers: AsyncIterable<DeletionAnswers>,
    { those, remembers }: { those: string; remembers: boolean },
  ) {
    const count = { gone: 0, there: 0 };
    for await (const { gone, there } of answers) {
      if (gone.length > 0) {
        const batch = absences(info, gone, clock.now());
        await stage(batch);
        observe?.(batch);
      }
      if (remembers && there.length > 0)
        pending.checked.push({ stream: info.name, ids: there, at: clock.now() / 1000 });
      count.gone += gone.length;
      count.there += there.length;
      await commit();
    }
    const what = info.parent ? `${info.parent.stream} of ${info.name}` : info.name;
    const were = count.gone + count.there === 1 ? 'was' : 'were';
    observe?.({
      type: 'log',
      level: 'info',
      message: `${what}: ${those} ${were} asked for by id; ${count.gone} gone, ${count.there} there.`,
    });
  }

  /** What is hinted at goes only if Intercom says that it is gone. Where that can't be asked, it is hinted at again. */
  async function followHints(hints: AsyncIterable<Hint>, check: DeletionCheck) {
    const held = new Map<string, Set<string>>();
    for await (const hint of hints) {
      if ('state' in hint) {
        pending.states.set(hint.stream, hint.state);
        continue;
      }
      const ids = held.get(hint.stream) ?? new Set();
      held.set(hint.stream, ids);
      for (const id of await destination.held(hint.stream, hint.ids)) ids.add(id);
    }
    const states = pending.states;
    pending.states = new Map();
    try {
      for (const { info } of streams) {
        const ids = [...(held.get(info.name) ?? [])];
        if (ids.length === 0) continue;
        const live = await destination.live(info.name, controls + ids.length);
        const others = live.filter((id) => !held.get(info.name)?.has(id)).slice(0, controls);
        const those = `${ids.length} that Intercom lists as inactive`;
        await takeAnswers(info, check.answers(info.name, ids, others), { those, remembers: false });
      }
    } catch (thrown) {
      const error = asConnectorError(thrown);
      if (!provesNothing(error)) throw thrown;
      observe?.({ type: 'log', level: 'info', message: `What Intercom lists as inactive is kept: ${error.message}` });
      return;
    }
    for (const [stream, state] of states) pending.states.set(stream, state);
  }

  /** The end of a stream whose full pass is to be checked. A failing check leaves its rows as they are, and the stream incomplete. */
  async function endChecked(event: Event & { type: 'status' }, check: DeletionCheck) {
    try {
      await checkStale(event.stream, check);
    } catch (thrown) {
      const error = asConnectorError(thrown);
      if (!provesNothing(error)) throw thrown;
      observe?.({ type: 'status', stream: event.stream, status: 'incomplete', error });
      return;
    }
    endPassed(event);
  }

  function endPassed(event: Event & { type: 'status' }) {
    pending.complete.add(event.stream);
    pending.passed.add(event.stream);
    observe?.(event);
  }

  const isToBeChecked = (event: Event): event is Event & { type: 'status' } =>
    event.type === 'status' &&
    event.status === 'complete' &&
    (event.whole || event.passed === true) &&
    options.deletionCheck?.has(event.stream) === true;

  async function take(event: Event) {
    if (event.type === 'records') await stage(event);
    if (event.type === 'status' && event.status === 'complete') {
      pending.complete.add(event.stream);
      if (event.whole) pending.whole.add(event.stream);
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
        if (isToBeChecked(next.value)) {
          if ((await destination.staleIds(next.value.stream)).length > 0) checked.push(next.value);
          else endPassed(next.value);
          continue;
        }
        await take(next.value);
        observe?.(next.value);
      } catch (thrown) {
        await flow.return?.();
        throw thrown;
      }
    }
    await commit();
    // After all else: the questions may take long, and the flow would wait for them.
    for (const event of checked) if (options.deletionCheck) await endChecked(event, options.deletionCheck);
    await commit();
    if (options.hints && options.deletionCheck) await followHints(options.hints(), options.deletionCheck);
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
  checked: Checked[];
}

const nothing = (): Pending => ({
  rows: 0,
  states: new Map(),
  complete: new Set(),
  whole: new Set(),
  passed: new Set(),
  checked: [],
});

const unkeyedWarning = (stream: string, count: number): Event => ({
  type: 'log',
  level: 'warn',
  message: `${count} row${count === 1 ? '' : 's'} of ${stream} came without a key and could not be stored.`,
});
