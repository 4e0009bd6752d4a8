/** Collections that one answer holds whole. */
import type { Scan } from '../../streams/stream.ts';
import { itemsOf } from '../paging.ts';

export interface Listing {
  path: string;
  query?: Record<string, string>;
  /** The field of the answer that holds the list. */
  items: string;
}

/** Reads a collection that comes in one answer. */
export const listing = ({ path, query, items }: Listing): Scan['read'] =>
  async function* ({ client }) {
    const body = await client.get(path, { query });
    yield { entities: itemsOf(body, items, path) };
  };
