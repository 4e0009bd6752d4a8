/** Collections that are searched by `updated_at`, page after page in ascending order. */
import { ConnectorError } from '../../errors.ts';
import type { Entity, Range, ReadContext, Scan } from '../../streams/stream.ts';
import type { Body } from '../answer.ts';
import { assertAdvances, itemsOf, nextCursor } from '../paging.ts';
import { changedWithin, comparesDays, searchBody } from '../search.ts';

const largestPage = 150;

export interface Search {
  path: string;
  /** The field of the answer that holds the list. */
  items: string;
  /** True where the search compares calendar days before version 2.17 (contacts). */
  byDay?: boolean;
}

/** Reads and counts a collection by search. Records that change meanwhile move to the end and are met again. */
export function search({ path, items, byDay = false }: Search): Required<Pick<Scan, 'read' | 'count' | 'shortest'>> {
  const ask = ({ client, filters }: ReadContext, range: Range, size: number, startingAfter?: string) =>
    client.post(
      path,
      searchBody([...changedWithin(range, byDay && comparesDays(client.version)), ...filters], { size, startingAfter }),
    );

  return {
    // Days can't be cut: a slice shorter than some of them reads the same days as its neighbours.
    shortest: ({ client }) => (byDay && comparesDays(client.version) ? 7 * 86_400 : 60),

    async count(context, range) {
      return Number((await ask(context, range, 1)).total_count ?? 0);
    },

    async *read(context, range) {
      let { from } = range;
      let cursor: string | undefined;
      let restarts = 0;
      let order = createOrder();
      do {
        let body: Body;
        try {
          body = await ask(context, { from, to: range.to }, largestPage, cursor);
        } catch (error) {
          if (!(error instanceof ConnectorError) || error.code !== 'cursor_invalid' || ++restarts > 10) throw error;
          // The place is lost, not the work: all before the position is out, so the search begins again there.
          from = Math.max(from, order.position() ?? from);
          order = createOrder();
          cursor = undefined;
          continue;
        }
        const found = itemsOf(body, items, path);
        const next = nextCursor(body);
        assertAdvances(cursor, next, path);
        cursor = next;
        for (const entity of found) order.see(changedAt(entity));
        yield {
          entities: found.filter((entity) => isWithin(changedAt(entity), range)),
          position: order.position(),
        };
      } while (cursor !== undefined);
    },
  };
}

const changedAt = (entity: Entity): number | undefined =>
  typeof entity.updated_at === 'number' ? entity.updated_at : undefined;

const isWithin = (at: number | undefined, { from, to }: Range): boolean => at === undefined || (at >= from && at < to);

/**
 * Watches whether records come in the order asked for: sorting is documented for contacts only. In order, all records
 * below the newest one seen are out; out of order, nothing can be said before the end.
 */
function createOrder() {
  let newest: number | undefined;
  let ordered = true;
  return {
    see(at: number | undefined) {
      if (at === undefined) return;
      if (newest !== undefined && at < newest) ordered = false;
      else newest = at;
    },
    position: () => (ordered ? newest : undefined),
  };
}
