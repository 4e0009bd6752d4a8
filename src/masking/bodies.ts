/** Where messages are: what `no_bodies` leaves out. */
import type { StreamInfo } from '../core/catalog.ts';
import type { Columns } from '../core/columns/columns.ts';
import { itemOf } from './paths.ts';

/** Fields that hold what someone wrote though they are not called a body: the mails before, and a ticket's description. */
const otherBodies = [
  ['email_message_metadata', 'history'],
  ['ticket_attributes', '_default_description_'],
];

/**
 * The paths of all messages in a stream's rows: a `body` that has an author beside it, which articles and news have not.
 */
export const bodiesOf = ({ columns }: StreamInfo): string[][] => bodiesIn(columns);

function bodiesIn(columns: Columns): string[][] {
  return Object.entries(columns).flatMap(([name, column]) => {
    if (name === 'body' && Object.hasOwn(columns, 'author')) return [[name]];
    const others = otherBodies.filter(([field]) => field === name);
    const item = itemOf(column);
    const within = item.kind === 'object' ? bodiesIn(item.fields).map((path) => [name, ...path]) : [];
    return [...others, ...within];
  });
}
