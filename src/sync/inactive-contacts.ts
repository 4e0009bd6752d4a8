/**
 * Contacts that Intercom names as archived or blocked, so that their rows go at once and not only by the next full check. Each
 * run reads what is new of the list; where it is not to be had, the full check finds them all the same.
 */
import { asConnectorError } from '../core/errors.ts';
import type { Json, StreamState } from '../core/events.ts';
import type { LoadTarget, StoredStream } from '../destinations/destination.ts';
import { isRevoked } from '../intercom/access.ts';
import type { Client } from '../intercom/client.ts';
import { type InactivePage, inactiveContacts, isOfContacts } from '../streams/contacts/inactive.ts';
import type { Stream } from '../streams/stream.ts';
import type { Hint } from './missing-records.ts';

/** The name under which the destination remembers how far the list was read: no stream's. */
const memory = '_inactive_contacts';

/** How far a stream has read the list. */
interface Position {
  /** Unix seconds: entries of before are done with. */
  at: number;
  /** Its last page, where it is told oldest first. */
  cursor?: string;
}

export interface InactiveContactsOptions {
  client: Client;
  streams: readonly Stream[];
  targets: readonly LoadTarget[];
  stored: ReadonlyMap<string, StoredStream>;
  /** Unix seconds: what became so from then on may not be told, or found, by now. */
  settledBefore: number;
  signal: AbortSignal;
  log(message: string): void;
}

/** What the list names that the streams, loaded to their end, may hold; at last how far it was read. */
export async function* inactiveContactHints(
  options: InactiveContactsOptions,
  isComplete: (stream: string) => boolean,
): AsyncGenerator<Hint> {
  const { client, streams, targets, stored, settledBefore, signal, log } = options;
  const names = streams.filter((stream) => isOfContacts(stream) && isComplete(stream.name)).map(({ name }) => name);
  if (names.length === 0) return;
  const isRefreshed = (name: string) => targets.some(({ info, refreshing }) => info.name === name && refreshing);
  const positions = readPositions(stored.get(memory)?.state);
  const moved = new Map(positions);
  // A full pass found on its own what has gone before it.
  for (const name of names.filter(isRefreshed)) moved.set(name, { ...positions.get(name), at: settledBefore });

  const followers = names.filter((name) => !isRefreshed(name)).map((name) => ({ name, position: positions.get(name) }));
  if (followers.length > 0) {
    const first = followers.reduce((a, b) => ((b.position?.at ?? 0) < (a.position?.at ?? 0) ? b : a)).position;
    const order = createOrder(first?.cursor);
    try {
      for await (const page of inactiveContacts(client, first?.cursor)) {
        order.see(page);
        for (const { name, position } of followers) {
          const ids = page.entries.filter(({ at }) => (at ?? settledBefore) >= (position?.at ?? 0)).map(({ id }) => id);
          if (ids.length > 0) yield { stream: name, ids };
        }
        if (order.isPast(first?.at ?? 0)) break;
      }
      const cursor = order.cursor();
      for (const { name } of followers) moved.set(name, { at: settledBefore, ...(cursor !== undefined && { cursor }) });
    } catch (thrown) {
      signal.throwIfAborted();
      if (isRevoked(thrown)) throw thrown;
      const { message } = asConnectorError(thrown);
      log(`The list of inactive contacts is not to be had: archived contacts go by the next full check. ${message}`);
    }
  }
  const state = Object.fromEntries([...moved].map(([name, position]): [string, Json] => [name, { ...position }]));
  yield { stream: memory, state };
}

/** The order in which the list comes, as far as it shows itself: nothing says which it is. */
function createOrder(begunAt: string | undefined) {
  let times: { first: number; last: number } | undefined;
  let [rises, falls, isTimed] = [false, false, true];
  let last = begunAt;
  return {
    see({ entries, cursor }: InactivePage) {
      if (cursor === undefined && begunAt !== undefined) begunAt = undefined;
      last = cursor;
      for (const { at } of entries) {
        if (at === undefined) {
          isTimed = false;
          continue;
        }
        if (times && at > times.last) rises = true;
        if (times && at < times.last) falls = true;
        times = { first: times?.first ?? at, last: at };
      }
    },
    /** Whether it comes newest first, and all that is left of it is older. */
    isPast: (at: number): boolean => isTimed && falls && !rises && times !== undefined && times.last < at,
    /** Where the next reading may begin: only in a list that comes oldest first, so that what is new is at its end. */
    cursor: (): string | undefined => (isTimed && !falls && (rises || begunAt !== undefined) ? last : undefined),
  };
}

/** What was not written by us counts as nothing: the list is read from its beginning then. */
function readPositions(state: StreamState | undefined): Map<string, Position> {
  return new Map(
    Object.entries(state ?? {}).flatMap(([name, position]): [string, Position][] => {
      if (
        typeof position !== 'object' ||
        position === null ||
        Array.isArray(position) ||
        typeof position.at !== 'number'
      )
        return [];
      return [[name, { at: position.at, ...(typeof position.cursor === 'string' && { cursor: position.cursor }) }]];
    }),
  );
}
