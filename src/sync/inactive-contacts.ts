/**
 * Contacts that Intercom names as archived or blocked, so that their rows go at once and not only by the next full check. Each
 * run reads what is new of the list; where it is not to be had, the full check finds them all the same.
 */
import { asConnectorError } from '../core/errors.ts';
import type { Event, Json, StreamState } from '../core/events.ts';
import type { LoadTarget, StoredStream } from '../destinations/destination.ts';
import { isRevoked } from '../intercom/access.ts';
import type { Client } from '../intercom/client.ts';
import {
  type InactiveContact,
  type InactivePage,
  inactiveContactOf,
  inactiveContacts,
  inactivePages,
  isOfContacts,
} from '../streams/contacts/inactive.ts';
import type { Stream } from '../streams/stream.ts';
import type { Hint } from './missing-records.ts';

/** The name under which the destination remembers how far the list was read: no stream's. */
const memory = '_inactive_contacts';

/** The list may be as long as the workspace is old: the rest is for the full check. */
const mostPages = 200;

/** How far a stream has read the list. */
interface Position {
  /** Unix seconds: entries of before are done with. */
  at: number;
  /** Its last page, where it is told oldest first by cursors. */
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

export interface InactiveContactHints {
  /** Is shown all events: the list that the stream `inactive_contacts` shows is not asked for again. */
  observe(event: Event): void;
  /** What the list names that the streams, loaded to their end, may hold; at last how far it was read. */
  hints(isComplete: (stream: string) => boolean): AsyncGenerator<Hint>;
}

export function createInactiveContactHints(options: InactiveContactsOptions): InactiveContactHints {
  const { client, streams, targets, stored, settledBefore, signal, log } = options;
  const positions = readPositions(stored.get(memory)?.state);
  const isRefreshed = (name: string) => targets.some(({ info, refreshing }) => info.name === name && refreshing);
  const names = streams.filter(isOfContacts).map(({ name }) => name);
  const startOf = (name: string) => positions.get(name)?.at ?? 0;
  /** Nothing of before is told to any stream. */
  const earliest = Math.min(...names.filter((name) => !isRefreshed(name)).map(startOf));
  // A hashed id names no record.
  const shows = streams.some(({ name, masking }) => name === inactiveContacts.name && !masking);
  const shown: InactiveContact[] = [];

  return {
    observe(event) {
      if (
        !shows ||
        earliest === Number.POSITIVE_INFINITY ||
        event.type !== 'records' ||
        event.stream !== inactiveContacts.name
      )
        return;
      for (const entry of event.rows.map(inactiveContactOf)) if ((entry.at ?? earliest) >= earliest) shown.push(entry);
    },

    async *hints(isComplete) {
      const complete = names.filter(isComplete);
      if (complete.length === 0) return;
      const moved = new Map(positions);
      // A full pass found on its own what has gone before it.
      for (const name of complete.filter(isRefreshed)) moved.set(name, { ...positions.get(name), at: settledBefore });

      const followers = complete
        .filter((name) => !isRefreshed(name))
        .map((name) => ({ name, position: positions.get(name) }));
      // Why the stream has failed is told by the stream.
      if (followers.length > 0 && !(shows && !isComplete(inactiveContacts.name))) {
        const first = followers.reduce((a, b) => ((b.position?.at ?? 0) < (a.position?.at ?? 0) ? b : a)).position;
        const order = createOrder(first?.cursor);
        try {
          let read = 0;
          for await (const page of shows ? [{ entries: shown }] : inactivePages(client, first?.cursor)) {
            order.see(page);
            for (const { name, position } of followers) {
              const ids = page.entries
                .filter(({ at }) => (at ?? settledBefore) >= (position?.at ?? 0))
                .map(({ id }) => id);
              if (ids.length > 0) yield { stream: name, ids };
            }
            if (order.isPast(first?.at ?? 0)) break;
            if (++read === mostPages) {
              log(
                `The list of inactive contacts has more than ${mostPages} pages: the rest go by the next full check.`,
              );
              break;
            }
          }
          const cursor = order.cursor();
          const position = { at: settledBefore, ...(cursor !== undefined && { cursor }) };
          // Of what left the list meanwhile another page may have been passed over: the next run looks again.
          if (!order.hasShrunk()) for (const { name } of followers) moved.set(name, position);
        } catch (thrown) {
          signal.throwIfAborted();
          if (isRevoked(thrown)) throw thrown;
          const { message } = asConnectorError(thrown);
          log(
            `The list of inactive contacts is not to be had: archived contacts go by the next full check. ${message}`,
          );
        }
      }
      const state = Object.fromEntries([...moved].map(([name, position]): [string, Json] => [name, { ...position }]));
      yield { stream: memory, state };
    },
  };
}

/** The order in which the list comes, as far as it shows itself: nothing says which it is. */
function createOrder(begunAt: string | undefined) {
  let times: { first: number; last: number } | undefined;
  let [rises, falls, isTimed] = [false, false, true];
  let last = begunAt;
  let most = 0;
  let shrunk = false;
  return {
    see({ entries, cursor, total }: InactivePage) {
      if (cursor === undefined && begunAt !== undefined) begunAt = undefined;
      last = cursor;
      if (total !== undefined) {
        shrunk ||= total < most;
        most = Math.max(most, total);
      }
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
    /** Whether entries left it while it was read. */
    hasShrunk: (): boolean => shrunk,
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
