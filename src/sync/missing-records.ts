/**
 * Records that a full pass did not show, or that Intercom lists as inactive: each is asked for by its id, and deleted only if Intercom
 * says that it is gone. Each of the responses is committed as it comes, so that no question is asked twice, whatever ends the run.
 */
import type { StreamInfo } from '../core/catalog.ts';
import { deletedAt, deletedReason } from '../core/columns/columns.ts';
import { asConnectorError, type ConnectorError } from '../core/errors.ts';
import type { Event, RecordsEvent, StreamState } from '../core/events.ts';
import type { Destination, LoadTarget } from '../destinations/destination.ts';
import type { Committer } from './committer.ts';
import type { DeletionCheck, DeletionResponses } from './deletion-check.ts';

/** Ids of a stream, some page of them, that may be gone; or a state that covers all such pages before it. */
export type Hint = { stream: string } & ({ ids: readonly string[] } | { state: StreamState });

export interface MissingRecordsOptions {
  destination: Destination;
  committer: Committer;
  streams: readonly LoadTarget[];
  check: DeletionCheck;
  /** Intercom's time, unix milliseconds. */
  now(): number;
  /** Seconds for which a response of the check that a record is there holds good. */
  recheckAfter: number;
  observe?(event: Event): void;
}

export interface MissingRecords {
  /** Asks for what the stream's refresh has not seen. An error, where what is missing can't be asked for: it stays as it is. */
  checkStale(stream: string): Promise<ConnectorError | undefined>;
  /** Asks for what is hinted at. Where that can't be asked, it is hinted at again in the next run. */
  followHints(hints: AsyncIterable<Hint>): Promise<void>;
}

/** Records that are there, by which it is seen whether Intercom finds what is there. */
const controls = 3;

export function createMissingRecords(options: MissingRecordsOptions): MissingRecords {
  const { destination, committer, streams, check, now, recheckAfter, observe } = options;

  async function askForStale(info: StreamInfo) {
    const checkedAt = await destination.checked(info.name);
    const since = now() / 1000 - recheckAfter;
    const ids = (await destination.staleIds(info.name)).filter((id) => !((checkedAt.get(id) ?? 0) > since));
    if (ids.length === 0) return;
    const responses = check.responses(info.name, ids, await destination.seenIds(info.name, controls));
    const what = `${ids.length} that a full pass did not show`;
    await applyResponses(options, { info, responses, what, remembers: true });
  }

  async function askForHinted(info: StreamInfo, hinted: ReadonlySet<string>) {
    const ids = [...hinted];
    if (ids.length === 0) return;
    const seen = await destination.seenIds(info.name, controls + ids.length);
    const others = seen.filter((id) => !hinted.has(id)).slice(0, controls);
    const responses = check.responses(info.name, ids, others);
    const what = `${ids.length} that Intercom lists as inactive`;
    await applyResponses(options, { info, responses, what, remembers: false });
  }

  return {
    async checkStale(stream) {
      const info = streams.find((one) => one.info.name === stream)?.info;
      return info && unproven(() => askForStale(info));
    },
    async followHints(hints) {
      const { states, ids } = await storedHints(destination, hints);
      const error = await unproven(async () => {
        for (const { info } of streams) await askForHinted(info, ids.get(info.name) ?? new Set());
      });
      if (error) {
        observe?.({ type: 'log', level: 'info', message: `What Intercom lists as inactive is kept: ${error.message}` });
        return;
      }
      for (const [stream, state] of states) committer.next().states.set(stream, state);
    },
  };
}

/** Which of the hinted records the destination stores, and the states that cover the hints. */
async function storedHints(destination: Destination, hints: AsyncIterable<Hint>) {
  const states = new Map<string, StreamState>();
  const ids = new Map<string, Set<string>>();
  for await (const hint of hints) {
    if ('state' in hint) {
      states.set(hint.stream, hint.state);
      continue;
    }
    const stored = ids.get(hint.stream) ?? new Set();
    ids.set(hint.stream, stored);
    for (const id of await destination.storedIds(hint.stream, hint.ids)) stored.add(id);
  }
  return { states, ids };
}

/** Deletes what is gone, and commits after each of the responses; tells at last how many there were. */
async function applyResponses(
  { committer, now, observe }: MissingRecordsOptions,
  {
    info,
    responses,
    what,
    remembers,
  }: { info: StreamInfo; responses: AsyncIterable<DeletionResponses>; what: string; remembers: boolean },
): Promise<void> {
  const count = { gone: 0, there: 0 };
  for await (const { gone, there } of responses) {
    if (gone.length > 0) {
      const batch = deletionOf(info, gone, now());
      await committer.stage(batch);
      observe?.(batch);
    }
    if (remembers && there.length > 0)
      committer.next().checked.push({ stream: info.name, ids: there, at: now() / 1000 });
    count.gone += gone.length;
    count.there += there.length;
    await committer.commit();
  }
  const records = info.parent ? `${info.parent.stream} of ${info.name}` : info.name;
  const were = count.gone + count.there === 1 ? 'was' : 'were';
  observe?.({
    type: 'log',
    level: 'info',
    message: `${records}: ${what} ${were} asked for by id; ${count.gone} gone, ${count.there} there.`,
  });
}

/** The rows that delete what is gone: tombstones, or of a child stream the empty sets of the parents. */
function deletionOf(info: StreamInfo, gone: string[], now: number): RecordsEvent {
  const base = { type: 'records', stream: info.name } as const;
  if (info.parent) return { ...base, rows: [], replacesChildrenOf: gone };
  const mark = {
    [deletedAt]: new Date(now).toISOString(),
    [deletedReason]: info.vanishing ?? 'absent from a full pass',
  };
  return { ...base, rows: gone.map((id) => ({ [info.primaryKey[0] ?? 'id']: id, ...mark })) };
}

/** The error with which questions by id end where it says nothing of what was asked for, which then stays; any other is thrown. */
async function unproven(ask: () => Promise<void>): Promise<ConnectorError | undefined> {
  try {
    await ask();
    return undefined;
  } catch (thrown) {
    const error = asConnectorError(thrown);
    if (error.code === 'api_unavailable' || error.code === 'permission_missing') return error;
    throw thrown;
  }
}
