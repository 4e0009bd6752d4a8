/** A list that has a path of its own below each object, such as the segments of a contact: a detail that reads it whole. */
import { always } from '../../core/ranges.ts';
import { type Listing, listing } from '../../intercom/readers/listing.ts';
import { numberedListing } from '../../intercom/readers/numbered-listing.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import type { Detail } from '../stream.ts';
import { unlessGone } from './gone.ts';

interface Sublist extends Omit<Listing, 'path' | 'priority'> {
  /** As its detail is called: 'contact_segments'. */
  name: string;
  path(id: string): string;
  /** Where it comes in numbered pages, the largest that the endpoint gives. */
  pageSize?: number;
  /** Whether this entity's list is to be asked for. Default always. */
  needed?: Detail['needed'];
  rare?: Detail['rare'];
}

/** The detail is an object that holds the whole list under the same field as the responses, the first of its names. */
export const sublist = ({ name, path, pageSize, needed = () => true, rare, ...list }: Sublist): Detail => ({
  name,
  needed,
  rare,
  async fetch(context, entity, priority = rare ? 'rare detail' : 'detail') {
    const asked = { ...list, path: path(String(entity.id)), priority };
    /** By its key: what is read twice stands once, as it was last. */
    const found = new Map<unknown, Entity>();
    const { key = 'id' } = list;
    return unlessGone(async () => {
      const read = pageSize === undefined ? listing(asked) : numberedListing({ ...asked, pageSize });
      for await (const { entities } of read(context, always)) for (const item of entities) found.set(item[key], item);
      return { [[list.items].flat()[0]!]: [...found.values()] };
    });
  },
});
