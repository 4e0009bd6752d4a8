/** The feed of what happened to contacts, in Intercom's Preview version: created, merged, deleted, given another role. */
import { described, epoch, text, textReference } from '../../core/columns/columns.ts';
import { ConnectorError } from '../../core/errors.ts';
import { type Cursored, cursoredPages } from '../../intercom/readers/cursored.ts';
import { joinedPages } from '../../intercom/readers/joined.ts';
import type { JoinedList } from '../../intercom/readers/list-part.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { isId, numberAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { type Deletion, defineStream, type Feed, type Position } from '../stream.ts';

const mostRestarts = 10;

/** `<milliseconds>.<hexadecimal>`: grows with time; it is the cursor as well, and stays valid. */
const idForm = /^(\d+)\.([0-9a-z]+)$/i;

const endpoint: Cursored = {
  path: '/contacts/activities',
  items: 'data',
  pageSize: 150,
  version: 'Preview',
  isKey: (id) => typeof id === 'string' && idForm.test(id),
};

/** Of two entries of one millisecond either may be the later one. */
const mayBeLater = (id: string, than: string): boolean =>
  id !== than && Number.parseInt(id, 10) >= Number.parseInt(than, 10);

const idMs = (entry: Entity): number => Number.parseInt(String(entry.id), 10);

const idTime = (entry: Entity): number => Math.floor(idMs(entry) / 1000);

const createdAt = (entry: Entity): number => numberAt(entry, 'created_at') ?? idTime(entry);

/** An id ahead of its time must move no position either: it is the cursor. */
const timeOf = (entry: Entity): number => Math.max(createdAt(entry), idTime(entry));

const msOf = (entry: Entity): number => createdAt(entry) * 1000;

const list: JoinedList = {
  pages: (context, after) => cursoredPages(context, { ...endpoint, after }),
  timeOf: idMs,
  cursorAt: (ms) => `${ms - 1}.ffffff`,
};

/** Oldest first. A position is an entry's id, or a moment in unix milliseconds. */
export const contactActivityFeed: Feed = {
  name: 'contact_activities',
  cursor: 'id',
  parse: (value) =>
    typeof value === 'number' || (typeof value === 'string' && idForm.test(value)) ? value : undefined,
  timeOf,
  isAfter: (entry, position) =>
    typeof position === 'number' ? msOf(entry) >= position : mayBeLater(String(entry.id), position),
  at: (seconds) => seconds * 1000,
  positionOf: (entry) => String(entry.id),
  compare: comparePositions,
  async *follow(context, after) {
    // Only an id is a cursor: from a mere moment the feed is read from its beginning.
    let place = typeof after === 'string' ? after : undefined;
    for (let restarts = 0; ; restarts++) {
      try {
        return yield* joinedPages(context, list, place);
      } catch (error) {
        const isLost = error instanceof ConnectorError && error.code === 'cursor_invalid';
        if (!isLost || restarts >= mostRestarts) throw error;
        context.log('info', 'A place in the contact activities is no longer valid: they are read from the beginning.');
        place = undefined;
      }
    }
  },
};

/**
 * By milliseconds, then by the hexadecimal that grows with each entry of one; a mere moment lies before all of its millisecond.
 * Not as one number: `1744153060123.00e5` would be a power of ten.
 */
function comparePositions(a: Position, b: Position): number {
  const [aMs = '', aRest = ''] = String(a).split('.');
  const [bMs = '', bRest = ''] = String(b).split('.');
  if (aMs !== bMs) return Number(aMs) - Number(bMs);
  if (aRest.length !== bRest.length) return aRest.length - bRest.length;
  return aRest === bRest ? 0 : aRest < bRest ? -1 : 1;
}

/** What an activity says to be gone: a deleted contact, or the one that was merged into another. */
export function contactGone(entry: Entity): Deletion | undefined {
  const at = createdAt(entry);
  if (entry.event_type === 'contact.deleted' && isId(entry.contact_id)) {
    const known = entry.role ? { known: { role: entry.role } } : {};
    return { id: String(entry.contact_id), at, reason: 'deleted', ...known };
  }
  if (entry.event_type === 'contact.merged' && isId(entry.merge_source_id)) {
    return { id: String(entry.merge_source_id), at, reason: 'merged' };
  }
  return undefined;
}

/** A lead that became a user is no lead any more. */
export const leadLeft = (entry: Entity): Deletion | undefined =>
  entry.event_type === 'contact.role_updated' && entry.role === 'user' && isId(entry.contact_id)
    ? { id: String(entry.contact_id), at: createdAt(entry), reason: 'became_user' }
    : undefined;

export const contactActivities = defineStream({
  name: 'contact_activities',
  description: 'What happened to contacts: created, merged, deleted, given another role.',
  since: 'Preview',
  permission: permissions.people,
  primaryKey: ['id'],
  cursor: 'id',
  columns: {
    type: text,
    id: described(text, 'Grows with time: the cursor.'),
    event_type: described(
      text,
      'contact.created, contact.role_updated, contact.deleted, contact.merged or contact.merge_failed.',
    ),
    contact_id: described(textReference, 'The id of contacts; of one that is gone it joins nothing.'),
    external_id: described(text, "Your application's id of the contact."),
    role: described(text, 'user or lead.'),
    merge_source_id: described(textReference, 'Of a merge, the contact that went: it joins no row of contacts.'),
    merge_target_id: described(textReference, 'Of a merge, the contact that stayed: the id of contacts.'),
    failure_reason: described(text, 'Why a merge failed.'),
    created_at: epoch,
  },
  scan: contactActivityFeed,
});
