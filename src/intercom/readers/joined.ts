/**
 * A list in which the oldest come first, whose entries' ids grow with time and are its cursors, read from several places at once.
 * No document says that a cursor which was never given is valid. So each part is read up to the entry with which the next one
 * begins: where they do not join, the rest is read one page after another.
 */
import { type JoinedList, type ListContext, type ListPart, openPart, pagesPerPart } from './list-part.ts';
import { cutAt, plannedStarts } from './part-plan.ts';
import type { Entity } from './reader.ts';

/** A list under way. Times are unix milliseconds. */
interface Joining {
  context: ListContext;
  list: JoinedList;
  /** What happens from now on is not looked for. */
  until: number;
  /** The part whose pages are given, after the first; and those read ahead of it. */
  front: ListPart | undefined;
  ahead: ListPart[];
  /** The id of the last entry that was given: the cursor of the rest. */
  last: string | undefined;
  /** How dense the entries are: so many pages since `measuredFrom`. */
  measuredFrom: number | undefined;
  pages: number;
}

/** Yields all pages behind the cursor, in order. */
export async function* joinedPages(
  context: ListContext,
  list: JoinedList,
  after: string | undefined,
): AsyncGenerator<Entity[]> {
  const { timeOf } = list;
  const until = context.client.serverNow();
  const joining: Joining = {
    context,
    list,
    until,
    front: undefined,
    ahead: [],
    last: after,
    measuredFrom: undefined,
    pages: 0,
  };
  let current = list.pages(context, after);
  try {
    for (;;) {
      const { over, isOrdered } = yield* readToNextPart(joining, current);
      const next = joining.ahead.shift();
      if (!next && isOrdered) return;
      if (!next || !isOrdered || !(await next.beginsWith(over))) {
        next?.drop();
        yield* list.pages(context, joining.last);
        return;
      }
      // Behind the end of the list nothing is looked for.
      const step = over
        ? Math.ceil((pagesPerPart * (timeOf(over) - (joining.measuredFrom ?? next.from))) / Math.max(1, joining.pages))
        : 0;
      joining.front = next;
      joining.measuredFrom = next.from;
      joining.pages = 0;
      openParts(joining, over ? timeOf(over) : next.from, step);
      current = next.pages();
    }
  } finally {
    for (const part of joining.ahead) part.drop();
  }
}

/** Yields entries up to where the next part begins; returns the first one behind, or that the entries were not in order. */
async function* readToNextPart(
  joining: Joining,
  pages: AsyncGenerator<Entity[]>,
): AsyncGenerator<Entity[], { over?: Entity; isOrdered: boolean }> {
  const { timeOf } = joining.list;
  for await (const page of pages) {
    if (page.length === 0) continue;
    const next = joining.ahead[0];
    const cut = next ? cutAt(page, next.from, timeOf) : { own: page, over: undefined };
    if (!cut) return { isOrdered: false };
    const { own, over } = cut;
    if (own.length > 0) {
      joining.last = String(own.at(-1)!.id);
      yield own;
    }
    if (over) return { over, isOrdered: true };
    joining.measuredFrom ??= timeOf(page[0]!);
    if (++joining.pages < pagesPerPart) continue;
    const time = timeOf(page.at(-1)!);
    const step = time - joining.measuredFrom;
    joining.measuredFrom = time;
    joining.pages = 0;
    openParts(joining, time, step);
  }
  return { isOrdered: true };
}

/** Opens parts ahead of `from`, one each `step`. */
function openParts(joining: Joining, from: number, step: number): void {
  const { context, list, ahead, until } = joining;
  const opened = new Map(ahead.map((part) => [part.from, part]));
  const starts = plannedStarts([...opened.keys()], { from, step, until });
  joining.ahead = starts.map((at) => opened.get(at) ?? openPart(context, list, at));
  const parts = joining.front ? [joining.front, ...joining.ahead] : joining.ahead;
  parts.forEach((part, i) => {
    part.to = parts[i + 1]?.from ?? Number.POSITIVE_INFINITY;
  });
}
