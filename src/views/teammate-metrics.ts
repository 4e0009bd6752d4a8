import type { View, ViewPlace } from '../core/view.ts';
import { type Words, wordsOf } from '../expressions/words.ts';

export const teammateMetrics: View = {
  name: 'teammate_metrics',
  description:
    "What each teammate did on each day of the workspace's time zone: a row for each teammate and day on which there was something.",
  columns: {
    day: "The date in the workspace's time zone.",
    teammate_id: 'Joins with admins.id.',
    teammate_name: 'The name that the teammate has now; of one who has left, the name in what they wrote on that day.',
    conversations_replied: 'In how many conversations they replied.',
    replies:
      'How many messages they wrote to contacts: parts of type `comment`, and of type `open` or `close` that say something. The first message of a conversation that they began is not among them.',
    notes: 'How many notes they wrote.',
    closes: 'How many times they closed a conversation.',
    assignments_received: 'How many times a conversation was assigned to them, by whomever, themselves included.',
    median_reply_seconds:
      "Median seconds around the clock that contacts waited for those of their replies that ended a wait: from the contact's first message that no teammate had answered. What Fin says ends no wait.",
    ratings_received: 'How many ratings they received, by the day on which the contact rated.',
    average_rating: 'The average of these ratings, 1 to 5.',
  },
  reads: {
    conversation_parts: ['id', 'conversation_id', 'part_type', 'created_at', 'author', 'assigned_to', 'body'],
    conversations: ['id', 'created_at', 'source', 'conversation_rating'],
    admins: ['id', 'name'],
  },
  query(place) {
    const words = wordsOf(place.sql, place.zone);
    return `
WITH parts AS (${partsOf(words, place)}),
messages AS (${messagesOf(words, place)}),
waits AS (${waitsOf(words)}),
events AS (${eventsOf(words, place)})
SELECT ${words.day('events.happened_at')} AS day, events.teammate_id,
  coalesce(max(admins.name), max(events.teammate_name)) AS teammate_name,
  count(DISTINCT CASE WHEN events.kind = 'reply' THEN events.conversation_id END) AS conversations_replied,
  count(*) FILTER (WHERE events.kind = 'reply') AS replies,
  count(*) FILTER (WHERE events.kind = 'note') AS notes,
  count(*) FILTER (WHERE events.kind = 'close') AS closes,
  count(*) FILTER (WHERE events.kind = 'assignment') AS assignments_received,
  ${words.quantile(0.5, 'events.waited')} AS median_reply_seconds,
  count(*) FILTER (WHERE events.kind = 'rating') AS ratings_received,
  CAST(avg(events.rating) AS DOUBLE PRECISION) AS average_rating
FROM events
LEFT JOIN ${place.table('admins')} AS admins ON admins.id = events.teammate_id
WHERE events.teammate_id IS NOT NULL
GROUP BY 1, 2`;
  },
};

/** The parts, and what they are to a teammate: a message of a contact, a reply of a teammate, a note, a close. */
function partsOf({ object }: Words, { table }: ViewPlace): string {
  const author = object('author', { type: 'text', id: 'text', name: 'text', from_ai_agent: 'bool' });
  const assignee = object('assigned_to', { type: 'text', id: 'text' });
  return `
  SELECT *, author_type IN ('user', 'lead') AND part_type IN ('comment', 'quick_reply', 'open') AS is_of_contact,
    is_of_teammate AND (part_type = 'comment' OR part_type IN ('open', 'close') AND body <> '') AS is_reply
  FROM (
    SELECT id, conversation_id, part_type, created_at, body, ${author.at('type')} AS author_type, ${author.at('id')} AS author_id,
      ${author.at('name')} AS author_name, ${assignee.at('type')} AS assignee_type, ${assignee.at('id')} AS assignee_id,
      ${author.at('type')} = 'admin' AND NOT coalesce(${author.at('from_ai_agent')}, false) AS is_of_teammate
    FROM (
      SELECT id, conversation_id, part_type, created_at, body, ${author.decoded} AS author, ${assignee.decoded} AS assigned_to
      FROM ${table('conversation_parts')} AS conversation_parts
    ) AS decoded
  ) AS told`;
}

/** What contacts and teammates said to each other, the first messages of contacts among it, in its place. */
function messagesOf({ object }: Words, { table }: ViewPlace): string {
  const source = object('source', { author: { type: 'text' } });
  return `
  SELECT conversation_id, created_at, author_id, author_name, is_reply,
    row_number() OVER (PARTITION BY conversation_id ORDER BY created_at, length(id), id) AS place
  FROM (
    SELECT conversation_id, id, created_at, author_id, author_name, coalesce(is_reply, false) AS is_reply
    FROM parts WHERE is_of_contact OR is_reply
    UNION ALL
    SELECT id AS conversation_id, '' AS id, created_at, NULL AS author_id, NULL AS author_name, false AS is_reply
    FROM (SELECT id, created_at, ${source.decoded} AS source FROM ${table('conversations')} AS conversations) AS decoded
    WHERE ${source.at('author', 'type')} IN ('user', 'lead')
  ) AS said`;
}

/** The replies, with since when the contact had waited for each: messages are numbered by how many replies came before them. */
const waitsOf = ({ seconds }: Words): string => `
  SELECT conversation_id, created_at, author_id, author_name, ${seconds('waiting_since', 'created_at')} AS waited
  FROM (
    SELECT *, min(CASE WHEN NOT is_reply THEN created_at END) OVER (PARTITION BY conversation_id, answered) AS waiting_since
    FROM (
      SELECT *, count(CASE WHEN is_reply THEN 1 END) OVER (
        PARTITION BY conversation_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS answered
      FROM messages
    ) AS numbered
  ) AS waited
  WHERE is_reply`;

function eventsOf({ object, time }: Words, { table }: ViewPlace): string {
  const rating = object('conversation_rating', {
    rating: 'int',
    created_at: 'int',
    updated_at: 'int',
    teammate: { type: 'text', id: 'text' },
  });
  const event = (values: { kind: string; conversation?: string; at?: string; id?: string; name?: string }) => {
    const {
      kind,
      conversation = 'conversation_id',
      at = 'created_at',
      id = 'author_id',
      name = 'author_name',
    } = values;
    return `'${kind}' AS kind, ${conversation} AS conversation_id, ${at} AS happened_at, ${id} AS teammate_id, ${name} AS teammate_name`;
  };
  const without = 'CAST(NULL AS DOUBLE PRECISION)';
  const ratedAt = time(`coalesce(${rating.at('updated_at')}, ${rating.at('created_at')})`);
  return `
  SELECT ${event({ kind: 'reply' })}, CAST(waited AS DOUBLE PRECISION) AS waited, ${without} AS rating FROM waits
  UNION ALL
  SELECT ${event({ kind: 'note' })}, ${without}, ${without} FROM parts WHERE is_of_teammate AND part_type LIKE 'note%'
  UNION ALL
  SELECT ${event({ kind: 'close' })}, ${without}, ${without} FROM parts WHERE is_of_teammate AND part_type = 'close'
  UNION ALL
  SELECT ${event({ kind: 'assignment', id: 'assignee_id', name: 'NULL' })}, ${without}, ${without}
  FROM parts WHERE assignee_type = 'admin' AND part_type LIKE '%assign%'
  UNION ALL
  SELECT ${event({ kind: 'rating', conversation: 'id', at: ratedAt, id: rating.at('teammate', 'id'), name: 'NULL' })}, ${without}, ${rating.at('rating')}
  FROM (SELECT id, ${rating.decoded} AS conversation_rating FROM ${table('conversations')} AS conversations) AS decoded
  WHERE ${rating.at('teammate', 'type')} = 'admin' AND ${rating.at('rating')} IS NOT NULL`;
}
