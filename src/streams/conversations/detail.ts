/** A conversation with its parts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/retrieveconversation */
import { ConnectorError } from '../../core/errors.ts';
import { createEntityFilter } from '../../intercom/readers/entity-filter.ts';
import type { Entity, ReadContext } from '../../intercom/readers/reader.ts';
import { entitiesAt, numberAt, valueAt } from '../common/entity.ts';
import { unlessGone } from '../common/gone.ts';
import type { Detail } from '../stream.ts';

export const conversationPath = (id: string) => `/conversations/${encodeURIComponent(id)}`;

const partsPath = ['conversation_parts', 'conversation_parts'] as const;

/** Intercom gives the latest parts only, and says how many there are. */
export const mostParts = 500;

/** An answer that can't be right is asked for again, so often in all. */
const mostAskings = 3;

export const partsOf = (detail: Entity | undefined) => entitiesAt(detail, ...partsPath);

export const partsInAll = (detail: Entity | undefined) => numberAt(detail, 'conversation_parts', 'total_count');

/** Whether there are more than came. */
export const isTruncated = (detail: Entity | undefined): boolean => {
  const given = partsOf(detail).length;
  return given < (partsInAll(detail) ?? given);
};

/** The conversation with its parts, which search leaves out: one request each, the cost of a sync. */
export const conversationDetail: Detail = {
  name: 'conversation',
  // Only a count of exactly 0 says that there are none: statistics may be absent or null.
  needed: (conversation) => valueAt(conversation, 'statistics', 'count_conversation_parts') !== 0,
  async fetch({ client, log }, conversation, priority = 'detail') {
    const path = conversationPath(String(conversation.id));
    let best: Entity | undefined;
    let wrong = '';
    for (let asked = 1; asked <= mostAskings; asked++) {
      const detail = await unlessGone(() => client.get(path, { priority }));
      if (!detail) return undefined;
      wrong = whatIsWrong(detail, conversation);
      if (wrong !== '') continue;
      if (!best || partsOf(detail).length > partsOf(best).length) best = detail;
      if (partsOf(detail).length >= Math.min(mostParts, partsInAll(detail) ?? 0)) break;
    }
    if (!best) {
      throw new ConnectorError('api_unavailable', `Intercom answered GET ${path} ${wrong}.`, {
        hint: 'Run it again later: it goes on where it stopped.',
      });
    }
    return withUsableParts(best, path, log);
  },
};

/** Its parts would be another's, or it would delete those that a loader holds. Empty where nothing is wrong. */
function whatIsWrong(detail: Entity, { id }: Entity): string {
  if (String(detail.id) !== String(id)) return 'with another conversation';
  return Array.isArray(valueAt(detail, ...partsPath)) ? '' : 'without a list of parts';
}

/** Less than it counts makes it a part of the set, to which a loader only adds. */
function withUsableParts(detail: Entity, path: string, log: ReadContext['log']): Entity {
  const filter = createEntityFilter(`the parts of ${path}`, log);
  const listed = valueAt(detail, ...partsPath) as unknown[];
  const parts = listed.map(filter.entity).filter((part) => part !== undefined);
  if (parts.length === listed.length) return detail;
  filter.reportUnusable();
  const total = Math.max(partsInAll(detail) ?? 0, listed.length);
  return withParts(detail, parts, total);
}

/** The conversation with other parts. `total`: how many there are in all. */
export function withParts(detail: Entity, parts: readonly Entity[], total = partsInAll(detail)): Entity {
  const list = { ...(detail.conversation_parts as Entity), conversation_parts: parts, total_count: total };
  return { ...detail, conversation_parts: list };
}
