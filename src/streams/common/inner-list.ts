/** A list inside another record, such as the tags of a conversation: its objects, and whether they are all that there are. */
import type { Entity } from '../../intercom/readers/reader.ts';
import { isEntity, withId } from './entity.ts';

export interface InnerList {
  /** Those that have an id. */
  items: Entity[];
  /**
   * Whether they are the whole set: the list came, each of its items can be used, and what holds it neither counts more nor says that
   * there are more.
   */
  isWhole: boolean;
}

/** The list that an object holds under one of these names: there are several where the reference and the wire differ. */
export function innerList(holder: unknown, ...names: string[]): InnerList {
  if (!isEntity(holder)) return { items: [], isWhole: false };
  const lists = names.map((name) => holder[name]).filter((value) => Array.isArray(value));
  const listed: unknown[] = lists.flat();
  const items = withId(listed.filter(isEntity));
  const { total_count: total, has_more: hasMore } = holder;
  const isCounted = typeof total !== 'number' || items.length >= total;
  const isWhole = lists.length > 0 && items.length === listed.length && isCounted && hasMore !== true;
  return { items, isWhole };
}
