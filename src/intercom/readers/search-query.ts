/** Intercom's search language, as far as we speak it, and the windows that are right under every reading of it. */

export type Filter =
  | { field: string; operator: string; value: string | number | null }
  | { operator: 'AND' | 'OR'; value: Filter[] };

/**
 * Longer than any calendar day, so that a moment this much earlier or later lies on another day in every time zone.
 * Days of 25 hours come every year; where a zone's own offset was changed, they had up to 27 (Casey, 2012; Magadan, 2014).
 */
const longestDay = 28 * 3600;

/**
 * The filters whose matches include every record changed in [from, to); the reader drops those outside.
 *
 * Exact search: the documents leave open whether `>` and `<` include equality, so the lower bound is a second lower
 * and the upper one is the first second that is not wanted. Day-exact search (contacts up to version 2.16): `>` starts
 * at the day after the bound's and `<` stops before the bound's day, in the workspace's time zone, so each bound is moved
 * by a day. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts
 */
export function changedWithin(range: { from: number; to: number }, dayExact: boolean): Filter[] {
  const { from, to } = range;
  const slack = dayExact ? longestDay : 0;
  const filters: Filter[] = [
    {
      field: 'updated_at',
      operator: '>',
      value: Math.max(0, from - 1 - slack),
    },
  ];
  if (Number.isFinite(to)) filters.push({ field: 'updated_at', operator: '<', value: to + slack });
  return filters;
}

export interface SearchPage {
  size: number;
  startingAfter?: string;
  /** Ascending unless said. */
  order?: 'ascending' | 'descending';
}

/** The search request's body: ascending by `updated_at`, so that a record that changes meanwhile is found again, never skipped. */
export function searchBody(filters: readonly Filter[], page: SearchPage) {
  return {
    query: { operator: 'AND', value: filters },
    sort: { field: 'updated_at', order: page.order ?? 'ascending' },
    pagination: { per_page: page.size, ...(page.startingAfter ? { starting_after: page.startingAfter } : {}) },
  };
}

/** Whether contact search compares calendar days in this API version: all stable ones before 2.17. */
export function comparesDays(version: string): boolean {
  const [major = Number.NaN, minor = Number.NaN] = version.split('.').map(Number);
  return major < 2 || (major === 2 && minor < 17);
}
