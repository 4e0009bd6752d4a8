/**
 * A list in which the oldest come first, whose entries' ids grow with time and are its cursors, read from several places at once.
 * No document says that a cursor which was never given is a place. So each part is read up to the entry with which the next one
 * begins: where they do not meet, the rest is read one page after another.
 */
import { createChannel } from '../../core/channel.ts';
import type { Lease } from '../limits/memory.ts';
import type { Entity, ReadContext } from './reader.ts';

type Context = Pick<ReadContext, 'client' | 'log'>;

export interface JoinedList {
  /** Yields the pages behind a cursor, or all. */
  pages(context: Context, after: string | undefined): AsyncGenerator<Entity[]>;
  /** The time in an entry's id, unix milliseconds. */
  timeOf(entry: Entity): number;
  /** A cursor behind which all entries of a moment and later lie; unix milliseconds. */
  cursorAt(ms: number): string;
}

/** A shorter list is read from one place, and a part should not be longer. */
const pagesPerPart = 15;
/** Parts read ahead of the first. */
const mostParts = 16;
/** What a part holds in memory until its turn comes, about. */
const mostBytes = 1024 * 1024;

interface Part {
  /** Unix milliseconds. */
  readonly from: number;
  /** Where the next one begins: it is not read further than that. */
  to: number;
  /** Whether it begins with this entry, or is empty where there is none. */
  beginsWith(entry: Entity | undefined): Promise<boolean>;
  pages(): AsyncGenerator<Entity[]>;
  drop(): void;
}

/** Yields all pages behind the cursor, in order. */
export async function* joinedPages(
  context: Context,
  list: JoinedList,
  after: string | undefined,
): AsyncGenerator<Entity[]> {
  const { timeOf } = list;
  const until = context.client.serverNow();
  const parts: Part[] = [];
  let last = after;
  let current = list.pages(context, after);
  let front: Part | undefined;
  /** Where the latest `pages` pages began. */
  let begin: number | undefined;
  let pages = 0;
  /** Milliseconds that a part should hold. */
  let step = 0;

  function plan(from: number) {
    if (step <= 0) return;
    const before: Part[] = [];
    const first = parts[0]?.from ?? until;
    // What turns out to be denser than it seemed is divided once more.
    for (let at = from + step; at < first - step / 2 && parts.length + before.length < 1.5 * mostParts; at += step)
      before.push(openPart(context, list, at));
    parts.unshift(...before);
    for (let at = (parts.at(-1)?.from ?? from) + step; at < until && parts.length < mostParts; at += step)
      parts.push(openPart(context, list, at));
    for (const [i, part] of [front, ...parts].entries()) if (part) part.to = parts[i]?.from ?? Number.POSITIVE_INFINITY;
  }

  try {
    for (;;) {
      let over: Entity | undefined;
      let isOrdered = true;
      for await (const page of current) {
        if (page.length === 0) continue;
        const next = parts[0];
        const end = next ? page.findIndex((entry) => timeOf(entry) >= next.from) : -1;
        isOrdered = end < 0 || page.slice(end).every((entry) => timeOf(entry) >= next!.from);
        if (!isOrdered) break;
        const own = end < 0 ? page : page.slice(0, end);
        if (own.length > 0) {
          last = String(own.at(-1)!.id);
          yield own;
        }
        over = page[end];
        if (over) break;
        begin ??= timeOf(page[0]!);
        if (++pages < pagesPerPart) continue;
        const time = timeOf(page.at(-1)!);
        step = time - begin;
        begin = time;
        pages = 0;
        plan(time);
      }
      const next = parts.shift();
      if (!next && isOrdered) return;
      if (!next || !isOrdered || !(await next.beginsWith(over))) {
        next?.drop();
        yield* list.pages(context, last);
        return;
      }
      // Behind the end of the list nothing is looked for.
      step = over ? Math.ceil((pagesPerPart * (timeOf(over) - (begin ?? next.from))) / Math.max(1, pages)) : 0;
      front = next;
      current = next.pages();
      begin = next.from;
      pages = 0;
      plan(over ? timeOf(over) : next.from);
    }
  } finally {
    for (const part of parts) part.drop();
  }
}

function openPart(context: Context, list: JoinedList, from: number): Part {
  const channel = createChannel<SizedPage>(pagesPerPart, { most: mostBytes, sizeOf: ({ bytes }) => bytes });
  const items = channel.items();
  const first = items.next();
  first.catch(() => {}); // looked at when its turn comes
  const part: Part = {
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

async function* sizedPages(context: Context, list: JoinedList, after: string): AsyncGenerator<SizedPage> {
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
