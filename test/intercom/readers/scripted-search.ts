/** A search that is honest, but for what a test does to its responses: pages by place, so that what moves is found again. */
import type { HttpRequest } from '../../../src/intercom/http/transport.ts';
import { ok, refusal, scripted } from '../scripted.ts';

export interface Found {
  id: string;
  updated_at: number;
  /** Where it stands, if not where its time says. */
  place?: number;
}

export interface SearchResponse {
  data: unknown[];
  total_count?: unknown;
  pages?: { next?: unknown; total_pages?: unknown; per_page?: unknown };
}

interface Asked {
  query: { value: { field: string; operator: string; value: number }[] };
  sort: { order: string };
  pagination: { per_page: number; starting_after?: string };
}

const placeOf = ({ place, updated_at }: Found): number => place ?? updated_at;

const before = (a: Found, b: Found): number => placeOf(a) - placeOf(b) || Number(a.id) - Number(b.id);

/** So many records, one each `step` seconds from `from` on. */
export const records = (count: number, { from = 1_000, step = 10 } = {}): Found[] =>
  Array.from({ length: count }, (_, i) => ({ id: String(i + 1), updated_at: from + i * step }));

/**
 * Answers searches of contacts. `cap`: no page has more. `newestFirst`: whatever is asked. `isLost`: whether the cursor of a
 * request is no longer valid. `alter` may change a response, and is given what was asked and the number of the request.
 */
export function scriptedSearch(
  found: readonly Found[] | (() => readonly Found[]),
  {
    cap = 4,
    version,
    newestFirst = false,
    isLost = () => false,
    alter = (response) => response,
  }: {
    cap?: number;
    version?: string;
    newestFirst?: boolean;
    isLost?(cursor: string, number: number): boolean;
    alter?(response: SearchResponse, asked: Asked & { number: number }): SearchResponse;
  } = {},
) {
  const response = (request: HttpRequest, number: number) => {
    const asked = JSON.parse(request.body ?? '{}') as Asked;
    const sign = newestFirst || asked.sort.order === 'descending' ? -1 : 1;
    const matching = (typeof found === 'function' ? found() : found)
      .filter((one) =>
        asked.query.value.every(({ operator, value }) =>
          operator === '>' ? placeOf(one) > value : placeOf(one) < value,
        ),
      )
      .toSorted((a, b) => sign * before(a, b));
    const size = Math.min(cap, asked.pagination.per_page);
    const after = asked.pagination.starting_after;
    if (after !== undefined && isLost(after, number))
      return refusal(400, 'client_error', 'Invalid starting_after param');
    const left = after === undefined ? matching : matching.filter((one) => sign * before(one, placeIn(after)) > 0);
    const page = left.slice(0, size);
    const last = page.at(-1);
    const next = last && left.length > size ? { starting_after: `${placeOf(last)}:${last.id}` } : null;
    return ok(
      alter(
        {
          data: page.map(({ id, updated_at }) => ({ id, updated_at })),
          total_count: matching.length,
          pages: { next, total_pages: Math.ceil(matching.length / size) },
        },
        { ...asked, number },
      ),
    );
  };
  return scripted(response, version === undefined ? {} : { version });
}

function placeIn(cursor: string): Found {
  const [updated_at, id = ''] = cursor.split(':');
  return { id, updated_at: Number(updated_at) };
}
