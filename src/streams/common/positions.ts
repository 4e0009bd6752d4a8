/** Things without an id of their own, told apart by their place among the others of the same record. */
import { type Column, described, int } from '../../core/columns/columns.ts';
import type { Entity } from '../../intercom/readers/reader.ts';

export const positionColumn = (what: string): Column => described(int, `Which ${what} it is, counted from 1.`);

/** The things in the order in which they happened, each with its `position` from 1 on; those of an unknown time last. */
export function inOrder(things: readonly Entity[], timeOf: (thing: Entity) => number | undefined): Entity[] {
  const timed = things.map((thing) => ({ thing, at: timeOf(thing) ?? Number.POSITIVE_INFINITY }));
  return timed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ thing }, i) => ({ ...thing, position: i + 1 }));
}
