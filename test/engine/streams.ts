/** Streams over scripted scans, and the reading of them without a network. */
import type { SelectedStream } from '../../src/core/catalog.ts';
import type { Clock } from '../../src/core/clock.ts';
import { epoch, text } from '../../src/core/columns/columns.ts';
import type { Event, StreamState } from '../../src/core/events.ts';
import { type ReadOptions, read } from '../../src/engine/read.ts';
import type { Client } from '../../src/intercom/client.ts';
import { type Detail, defineStream, type Scan, type Stream } from '../../src/streams/stream.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const offline = () => Promise.reject(new Error('There is no network here.'));

/** A client without a network: scripted scans ask none. */
export const offlineClient: Client = {
  version: '2.17',
  get: offline,
  post: offline,
  download: offline,
  with: () => offlineClient,
  serverNow: () => 0,
};

/** A stream whose rows are the scan's entities. */
export const streamOver = (scan: Scan, changed: Partial<Stream> = {}): Stream =>
  defineStream({
    name: 'things',
    description: 'Things.',
    permission: 'Read things',
    primaryKey: ['id'],
    ...(scan.cursor && { cursor: 'updated_at' }),
    columns: { id: text, updated_at: epoch, role: text },
    scan,
    ...changed,
  });

/** A stream of those things that have the role. */
export const streamOfRole = (scan: Scan, role: string): Stream =>
  streamOver(scan, {
    name: `${role}s`,
    only: { filter: { field: 'role', operator: '=', value: role }, matches: (thing) => thing.role === role },
  });

/** A stream of the things' parts, each of which needs a request. */
export const partsOver = (scan: Scan, detail: Detail, name = 'parts'): Stream =>
  streamOver(scan, {
    name,
    cursor: 'thing_updated_at',
    columns: { id: text, thing_id: text, thing_updated_at: epoch },
    parent: { stream: 'things', column: 'thing_id' },
    detail,
    rows: ({ id, updated_at }, answer) =>
      ((answer?.parts ?? []) as string[]).map((part) => ({ id: part, thing_id: id, thing_updated_at: updated_at })),
  });

export const incremental = ({ name }: Stream): SelectedStream => ({ name, syncMode: 'incremental', syncId: null });

export const fullRefresh = ({ name }: Stream, syncId: number | null = null): SelectedStream => ({
  name,
  syncMode: 'full_refresh',
  syncId,
});

export interface Reading {
  streams: readonly Stream[];
  selected?: readonly SelectedStream[];
  states?: Record<string, StreamState>;
  /** Unix seconds. */
  startedAt: number;
  times?: Partial<ReadOptions['times']>;
  tuning?: ReadOptions['tuning'];
  statesAhead?: ReadOptions['statesAhead'];
  appliesDeletions?: boolean;
  signal?: AbortSignal;
  clock?: Clock;
  utilization?: ReadOptions['utilization'];
}

/** Reads streams, all of them incrementally unless said otherwise; a checkpoint follows every page unless paced otherwise. */
export const reading = ({
  streams,
  selected,
  states = {},
  startedAt,
  times,
  tuning,
  statesAhead,
  appliesDeletions,
  signal,
  clock,
  utilization,
}: Reading) =>
  read({
    session: {
      client: offlineClient,
      workspace: { id: 'w', name: 'W', region: 'US', timezone: 'UTC' },
      app: { id_code: 'w' },
      startedAt,
    },
    registry: streams,
    selected: selected ?? streams.map(incremental),
    states: new Map(Object.entries(states)),
    times: { start: 0, lookback: 0, settling: 0, ...times },
    ...(statesAhead && { statesAhead }),
    ...(appliesDeletions && { appliesDeletions }),
    clock: clock ?? createFakeClock(),
    utilization,
    signal: signal ?? new AbortController().signal,
    tuning: { sliceSize: 4, checkpointRows: 1, checkpointMs: 60_000, ...tuning },
  });

/** All events of a flow, and what it failed with. `seen` is called with each as it comes. */
export async function drain(
  flow: AsyncIterable<Event>,
  seen: (event: Event) => void | Promise<void> = () => {},
): Promise<{ events: Event[]; failure: unknown }> {
  const events: Event[] = [];
  try {
    for await (const event of flow) {
      events.push(event);
      await seen(event);
    }
  } catch (failure) {
    return { events, failure };
  }
  return { events, failure: undefined };
}

/** The rows of a stream, in the order in which they came. */
export const rowsOf = (events: readonly Event[], stream: string) =>
  events.flatMap((event) => (event.type === 'records' && event.stream === stream ? event.rows : []));

/** The ids of a stream's rows, sorted. */
export const idsOf = (events: readonly Event[], stream: string): string[] =>
  rowsOf(events, stream)
    .map(({ id }) => String(id))
    .sort();

/** The states of a stream, in the order in which they came. */
export const statesOf = (events: readonly Event[], stream: string): StreamState[] =>
  events.flatMap((event) =>
    event.type === 'checkpoint' ? event.states.filter((one) => one.stream === stream).map(({ state }) => state) : [],
  );

/** The last status of a stream. */
export const statusOf = (events: readonly Event[], stream: string) =>
  events.findLast((event) => event.type === 'status' && event.stream === stream);
