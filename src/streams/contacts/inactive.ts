/**
 * Contacts that are shown no longer: archived, blocked, merged, deleted.
 * https://developers.intercom.com/docs/references/2.17/rest-api/api.intercom.io/contacts/listdeletedcontacts
 */
import { described, epoch, text, textReference } from '../../core/columns/columns.ts';
import { ConnectorError } from '../../core/errors.ts';
import type { Client } from '../../intercom/client.ts';
import { isOwnRefusal } from '../../intercom/http/response.ts';
import { numberedListing } from '../../intercom/readers/numbered-listing.ts';
import { createTrail, itemsOf, nextPage, totalCount } from '../../intercom/readers/paging.ts';
import { isEntity, isId, numberAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Stream } from '../stream.ts';
import { contacts } from './contacts.ts';

const list = {
  path: '/contacts/deleted',
  // Else an & in an address comes as HTML.
  query: { escape_identity: 'false' },
  items: 'data',
  pageSize: 150,
};

/** 2.17 has it; where the run goes by 2.16, the Preview version. */
const versionFor = ({ version }: Client) => (version === '2.16' ? 'Preview' : undefined);

export const inactiveContacts = defineStream({
  name: 'inactive_contacts',
  description:
    'Contacts that are shown no longer, and why. A workspace may not have the list yet: then this stream fails alone.',
  permission: permissions.people,
  since: '2.17',
  // Nothing says in which order they come, so that all are read; and that a contact has come back is told by its absence.
  cost: 'a request for each 150 contacts that were ever archived, blocked, merged or deleted',
  primaryKey: ['id'],
  columns: {
    type: text,
    id: text,
    external_id: described(text, "Your application's id of the contact."),
    email: text,
    status: described(text, '`archived`, `blocked`, `merged`, `pending_deletion` or `permanently_deleted`.'),
    merged_into_id: described(textReference, 'The id of contacts: of a merged one, whose part it is now.'),
    updated_at: described(epoch, 'When it became so, where Intercom says it.'),
  },
  scan: {
    name: 'inactive_contacts',
    async *read(context, range) {
      try {
        yield* numberedListing({ ...list, version: versionFor(context.client) })(context, range);
      } catch (error) {
        throw isOwnRefusal(error, ['not_found']) ? isMissing(error) : error;
      }
    },
  },
});

/** Where there is no such list, "deleted" is taken for the id of a contact. */
const isMissing = (cause: ConnectorError) =>
  new ConnectorError('version_unsupported', 'Intercom has no list of inactive contacts for this workspace.', {
    hint: 'Deselect the stream, and select it again once Intercom has it: the list came in September 2026.',
    details: cause.details,
    cause,
  });

export interface InactiveContact {
  id: string;
  /** Unix seconds, where it is said. */
  at: number | undefined;
}

export interface InactivePage {
  entries: InactiveContact[];
  /** The cursor by which the page was asked for; none of a page by its number. */
  cursor?: string;
  /** How many there are in all, where it is said. */
  total?: number;
}

/** Whether the list may name records of the stream, or their parents: by their scan's name, since with custom attributes it is another object. */
export const isOfContacts = ({ scan }: Stream): boolean => scan.name === contacts.scan.name;

/** What a row of the list says of when it became so. */
export const inactiveContactOf = (row: { id?: unknown }): InactiveContact => ({
  id: String(row.id),
  at: numberAt(row, 'updated_at'),
});

/**
 * Its pages, from a cursor on, where it has given one, or from the beginning where that is no longer valid. As they come: what leaves
 * the list meanwhile may let one pass over another.
 */
export async function* inactivePages(client: Client, after?: string): AsyncGenerator<InactivePage> {
  const { path, items, pageSize, query } = list;
  const version = versionFor(client);
  const trail = createTrail(path);
  const first = { page: '1' };
  let asked: Record<string, string> = after === undefined ? first : { starting_after: after };
  for (let page = 1, begun = false; ; begun = true) {
    const body = await client
      .get(path, { version, query: { ...query, per_page: String(pageSize), ...asked }, attempts: 3 })
      .catch((error: unknown) => {
        const isLost = error instanceof ConnectorError && error.code === 'cursor_invalid';
        if (!begun && after !== undefined && isLost) return undefined;
        throw error;
      });
    if (!body) {
      asked = first;
      continue;
    }
    trail(JSON.stringify(asked));
    const found = itemsOf(body, items, path).filter(isEntity);
    const cursor = asked.starting_after;
    yield {
      entries: found.filter(({ id }) => isId(id)).map(inactiveContactOf),
      ...(cursor !== undefined && { cursor }),
      ...(totalCount(body) !== undefined && { total: totalCount(body) }),
    };
    const next = nextPage(body, page++);
    if (found.length === 0 || next === undefined) return;
    asked = next;
  }
}
