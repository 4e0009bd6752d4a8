/** Compares what was kept with the truth, every value of every row, save for the exceptions that are told with the truth. */
import { isDeepStrictEqual } from 'node:util';
import type { Row } from '../../src/core/events.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { atRest } from '../support/oracle/at-rest.ts';
import { cursorValue, type Keeper, keyOf } from './keeper.ts';
import {
  expectedRows,
  isAbsent,
  isDenied,
  isNeverMentioned,
  isVanished,
  needsPreview,
  stripOf,
  type View,
} from './truth.ts';

export function differences(options: {
  view: View;
  workspace: Workspace;
  keeper: Keeper;
  registry: readonly Stream[];
  /** Streams that were read whole in the end: for them there is no exception. */
  wholly: ReadonlySet<string>;
}): string[] {
  const { view, keeper, registry, wholly } = options;
  const workspace = atRest(options.workspace);
  return registry.flatMap((stream) => {
    const { name } = stream;
    if (isAbsent(name, view)) return [];
    const strip = stripOf(name, view, wholly.has(name) || stream.fullSnapshot);
    // Who goes by the cursor keeps a version that was shown at a later time than its own, also of what is read whole.
    const isLate = view.falseTimes && stream.fullSnapshot && stream.cursor !== undefined;
    const compared = (row: Row): unknown => {
      if (isLate) return stream.primaryKey.map((column) => row[column]);
      return plain(strip ? strip(plain(row)) : row);
    };
    const expected = expectedRows(name, workspace, view);
    const rows = new Map(keeper.rows(name).map((row) => [keyOf(stream, row), row]));
    const wrong: string[] = [];
    for (const row of expected) {
      const key = keyOf(stream, row);
      const held = rows.get(key);
      rows.delete(key);
      if (!wholly.has(name) && isVanished(name, row, view)) continue;
      if (!held && isDenied(name, row, view)) continue;
      if (!held) wrong.push(`${name} ${key} is missing: ${JSON.stringify(keeper.kept(name).get(key) ?? 'never met')}`);
      else if (JSON.stringify(held) !== JSON.stringify(row) && !isDeepStrictEqual(compared(held), compared(row)))
        wrong.push(`${name} ${key} differs: ${firstDifference(compared(held), compared(row))}`);
    }
    const mayRemain = (row: Row) =>
      !wholly.has(name) && !stream.fullSnapshot && isUnmentioned(name, row, view, workspace);
    for (const [key, row] of rows) if (!mayRemain(row)) wrong.push(`${name} ${key} is kept, though it is gone`);
    return wrong;
  });
}

/** Whether a row of a record that is gone is an exception: no feed could tell. */
export function isUnmentioned(stream: string, row: Row, view: View, workspace: Workspace): boolean {
  if (isNeverMentioned(stream) || isVanished(stream, row, view)) return true;
  if (view.falseTimes && isNewerThanDeletion(row, workspace)) return true;
  if (view.preview || !needsPreview(stream)) return false;
  const { contactActivities, mergedContacts, contacts } = workspace;
  const id = String(row.contact_id ?? row.id);
  // A merged contact is told by the one it was merged into, as long as that one lives: when it is read, unless deletions are not
  // asked for then.
  let target = mergedContacts.get(id);
  while (target !== undefined && mergedContacts.has(target)) target = mergedContacts.get(target);
  if (target !== undefined) return view.muted?.has(id) === true || !contacts.has(target);
  return contactActivities.some((one) => one.event_type === 'contact.deleted' && one.contact_id === id);
}

/** Whether a row says to be newer than the deletion of its record, which only a false time can say: it is kept. */
function isNewerThanDeletion(row: Row, { deletedConversations, contactActivities }: Workspace): boolean {
  const at = row.conversation_updated_at ?? row.contact_updated_at ?? row.updated_at;
  const seconds = typeof at === 'string' ? Date.parse(at) / 1000 : Number(at);
  const id = String(row.conversation_id ?? row.contact_id ?? row.id);
  const deletions = [
    deletedConversations.get(id)?.deleted_at,
    ...contactActivities
      .filter((one) => one.event_type === 'contact.deleted' && one.contact_id === id)
      .map((one) => cursorValue(one.id) / 1000),
  ];
  return deletions.some((deleted) => deleted !== undefined && seconds > deleted);
}

const plain = (value: unknown): Row => JSON.parse(JSON.stringify(value)) as Row;

/** The path of the first value that differs, with both. */
export function firstDifference(held: unknown, expected: unknown, path = ''): string {
  if (isObject(held) && isObject(expected)) {
    for (const name of new Set([...Object.keys(held), ...Object.keys(expected)])) {
      if (!isDeepStrictEqual(held[name], expected[name]))
        return firstDifference(held[name], expected[name], `${path}.${name}`);
    }
  }
  return `${path} is ${JSON.stringify(held)?.slice(0, 200)}, the truth ${JSON.stringify(expected)?.slice(0, 200)}`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
