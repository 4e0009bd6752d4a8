/**
 * The list of contacts that are shown no longer: archived, blocked, deleted, merged. It is announced for Intercom's Preview
 * version, and its shape is not documented: what it says is a hint of whom to ask for, and no more.
 */
import { ConnectorError } from '../../core/errors.ts';
import type { Client } from '../../intercom/client.ts';
import { createTrail, itemsOf, nextCursor } from '../../intercom/readers/paging.ts';
import { isEntity, isId, numberAt } from '../common/entity.ts';
import type { Stream } from '../stream.ts';
import { contacts } from './contacts.ts';

export interface InactivePage {
  /** `at`: unix seconds, where it is said. */
  entries: { id: string; at: number | undefined }[];
  /** The cursor by which the page was asked for. */
  cursor: string | undefined;
}

const path = '/contacts/deleted';

/** Whether the list may name records of the stream, or their parents: by their scan's name, since with custom attributes it is another object. */
export const isOfContacts = ({ scan }: Stream): boolean => scan.name === contacts.scan.name;

/** Its pages, from a cursor on, or from the beginning where that is no longer valid. */
export async function* inactiveContacts(client: Client, after?: string): AsyncGenerator<InactivePage> {
  const trail = createTrail(path);
  for (let cursor = after, begun = false; ; begun = true) {
    const query = { per_page: '50', starting_after: cursor };
    const body = await client.get(path, { version: 'Preview', query, attempts: 3 }).catch((error: unknown) => {
      if (!begun && cursor !== undefined && error instanceof ConnectorError && error.code === 'cursor_invalid')
        return undefined;
      throw error;
    });
    if (!body) {
      cursor = undefined;
      continue;
    }
    trail(cursor);
    const entries = itemsOf(body, 'data', path)
      .filter(isEntity)
      .filter(({ id }) => isId(id))
      .map((entry) => ({ id: String(entry.id), at: numberAt(entry, 'updated_at') }));
    yield { entries, cursor };
    cursor = nextCursor(body);
    if (cursor === undefined) return;
  }
}
