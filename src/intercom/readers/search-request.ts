/** How a collection is searched, and one search of it. */
import type { Range } from '../../core/ranges.ts';
import type { Body } from '../http/response.ts';
import type { ReadContext } from './reader.ts';
import type { SearchPage } from './search-query.ts';

/** The largest page that a search gives. */
export const largestPage = 150;

export interface Search {
  path: string;
  /** The field of the response that holds the list. */
  items: string;
  /** True where the order is documented. */
  sorts: boolean;
  ask(context: ReadContext, range: Range, page: SearchPage, attempts?: number): Promise<Body>;
  count(context: ReadContext, range: Range): Promise<number>;
}

export interface OpenSearch {
  search: Search;
  context: ReadContext;
  range: Range;
  /** Whether the search compares calendar days, so that it can't be asked for a second. */
  dayExact: boolean;
}
