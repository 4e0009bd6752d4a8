/** One part of a list, read ahead from a cursor of its own up to where the next part begins. */
import { createChannel } from '../../core/channel.ts';
import type { Lease } from '../limits/memory.ts';
import type { Entity, ReadContext } from './reader.ts';

export type ListContext = Pick<ReadContext, 'client' | 'log'>;

export interface JoinedList {
  /** Yields the pages behind a cursor, or all. */
  pages(context: ListContext, after: string | undefined): AsyncGenerator<Entity[]>;
  /** The time in an entry's id, unix milliseconds. */
  timeOf(entry: Entity): number;
  /** A cursor behind which all entries of a moment and later lie; unix milliseconds. */
  cursorAt(ms: number): string;
}

/** A shorter list is read from one place, and a part should not be longer. */
export const pagesPerPart = 15;
/** What a part keeps in memory until its turn comes, about. */
const mostBytes = 1024 * 1024;

export interface ListPart {
  /** Unix milliseconds. */
  readonly from: number;
  /** Where the next one begins: it is not read further than that. May be set while it is read. */
  to: number;
  /** Whether it begins with this entry, or is empty where there is none. */
  beginsWith(entry: Entity | undefined): Promise<boolean>;
  pages(): AsyncGenerator<Entity[]>;
  drop(): void;
}

export function openPart(context: ListContext, list: JoinedList, from: number): ListPart {
  const channel = createChannel<SizedPage>(pagesPerPart, { most: mostBytes, sizeOf: ({ bytes }) => bytes });
  const items = channel.items();
  const first = items.next();
  first.catch(() => {}); // looked at when its turn comes
  const part: ListPart = {
    from,
    to: Number.POSITIVE_INFINITY,
    async beginsWith(entry) {
      try {
        const { value } = await first;
        return value?.entries[0]?.id === entry?.id;
      } catch {
        return false;
      }
    },
    async *pages() {
      const { done, value } = await first;
      if (done) return;
      yield value.entries;
      for await (const { entries } of items) yield entries;
    },
    drop() {
      items.return(undefined).catch(() => {});
    },
  };
  const read = async () => {
    for await (const page of sizedPages(context, list, list.cursorAt(from))) {
      await channel.send(page);
      if (page.entries.some((entry) => list.timeOf(entry) >= part.to)) return;
    }
  };
  read().then(
    () => channel.end(),
    (failure) => channel.end(failure),
  );
  return part;
}

interface SizedPage {
  entries: Entity[];
  /** Of the responses that it was read from. */
  bytes: number;
}

async function* sizedPages(context: ListContext, list: JoinedList, after: string): AsyncGenerator<SizedPage> {
  const leases: Lease[] = [];
  const release = () =>
    leases.splice(0).reduce((bytes, lease) => {
      const total = bytes + lease.bytes;
      lease.release();
      return total;
    }, 0);
  const client = context.client.with({ hold: (lease) => leases.push(lease) });
  try {
    for await (const entries of list.pages({ ...context, client }, after)) yield { entries, bytes: release() };
  } finally {
    release();
  }
}
