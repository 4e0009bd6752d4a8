/** Segments of people and of companies: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/segments */
import type { ErrorCode } from '../../core/errors.ts';
import { isOwnRefusal } from '../../intercom/http/response.ts';
import { listing } from '../../intercom/readers/listing.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { segmentColumns } from '../common/segment.ts';
import { defineStream, type Scan } from '../stream.ts';

const ofPeople = listing({ path: '/segments', query: { include_count: 'true' }, items: 'segments' });

const ofCompanies = listing({
  path: '/segments',
  query: { include_count: 'true', type: 'company' },
  items: 'segments',
});

/** A refusal that comes once may be a slip: it is believed when it comes so many times. */
const believed = 3;
const waitMs = 1_000;

/**
 * Lists both kinds. Segments of companies are asked for by a parameter that the reference does not mention: where it is
 * refused there are none, and where it is ignored the same segments come twice.
 */
const readSegments: Scan['read'] = async function* (context, range) {
  const seen = new Set<unknown>();
  const unseen = (entities: Entity[]) => entities.filter(({ id }) => !seen.has(id) && seen.add(id));
  for await (const { entities } of ofPeople(context, range)) yield { entities: unseen(entities) };
  for (let asked = 1; ; asked++) {
    try {
      for await (const { entities } of ofCompanies(context, range)) yield { entities: unseen(entities) };
      return;
    } catch (error) {
      if (!isOwnRefusal(error, refusals)) throw error;
      if (asked >= believed) {
        context.log('info', `Intercom lists no segments of companies here: ${error.message}`);
        return;
      }
      await context.clock.sleep(waitMs, context.signal);
    }
  }
};

const refusals: readonly ErrorCode[] = ['request_refused', 'not_found'];

export const segments = defineStream({
  name: 'segments',
  description: 'The segments of people and of companies, with how many are in each.',
  permission: permissions.people,
  primaryKey: ['id'],
  byId: (id) => `/segments/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: segmentColumns,
  scan: { name: 'segments', cursor: updatedAt, read: readSegments },
});
