/**
 * What records show of other objects: Intercom changes it with those, and leaves the record's own time as it was, so that no sync but a full
 * refresh sees it. A value that differs only in it is no difference. Only for streams that are searched by time: the others are read whole each time.
 */
import { entitiesAt, isEntity, valueAt } from '../streams/common/entity.ts';

/** Gives of a column's value what is the record's own; undefined where nothing is. */
type Own = (value: unknown) => unknown;

const nothing: Own = () => undefined;
const itsId: Own = (value) => (isEntity(value) ? value.id : value);
const idsIn =
  (list: string): Own =>
  (value) =>
    isEntity(value) ? entitiesAt(value, list).map(({ id }) => id) : value;

/** By stream and column. */
const columns: Readonly<Record<string, Readonly<Record<string, Own>>>> = {
  conversations: {
    company: nothing,
    contacts: idsIn('contacts'),
    tags: (value) =>
      isEntity(value) ? entitiesAt(value, 'tags').map(({ id, applied_at }) => ({ id, applied_at })) : value,
    conversation_rating: (value) => (isEntity(value) ? { ...value, contact: valueAt(value, 'contact', 'id') } : value),
  },
  conversation_parts: { tags: nothing },
  conversation_part_tags: { name: nothing },
  conversation_contacts: { external_id: nothing },
  conversation_tags: { name: nothing },
  side_conversations: { conversation_parts: nothing },
  side_conversation_parts: { tags: nothing },
  contact_notes: { author: nothing },
  tickets: { contacts: idsIn('contacts'), category: nothing, ticket_type: itsId, ticket_state: itsId },
  ticket_contacts: { external_id: nothing },
};

/** What of a value is the record's own. */
export const ownValue = (stream: string, column: string, value: unknown): unknown => {
  const own = columns[stream]?.[column];
  return own ? own(value) : value;
};
