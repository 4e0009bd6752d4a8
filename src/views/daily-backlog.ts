import type { View, ViewPlace } from '../core/view.ts';
import { type Words, wordsOf } from '../expressions/words.ts';

export const dailyBacklog: View = {
  name: 'daily_backlog',
  description:
    "A row for each day, in the workspace's time zone, from the first conversation to the latest change of one: how many were opened, closed and opened again, and how many were open at its end. Worked out from the parts: each says whether its conversation is closed after it; a conversation is not closed when it begins, and at last in the state that it has now.",
  columns: {
    day: "The date in the workspace's time zone.",
    opened: 'How many conversations began.',
    closed: 'How many times a conversation that was not closed was closed.',
    reopened: 'How many times a conversation that was closed was opened again.',
    open_at_end: 'How many conversations were not closed when the day ended, snoozed ones among them.',
  },
  reads: {
    conversations: ['id', 'created_at', 'updated_at', 'state', 'statistics'],
    conversation_parts: ['id', 'conversation_id', 'part_type', 'created_at', 'state', 'author'],
  },
  query(place) {
    const words = wordsOf(place.sql, place.zone);
    const { day, dates } = words;
    return `
WITH steps AS (${stepsOf(words, place)}),
changes AS (
  SELECT ${day('happened_at')} AS day, place, is_closed,
    lag(is_closed) OVER (PARTITION BY conversation_id ORDER BY place, happened_at, length(id), id) AS was_closed
  FROM steps
),
counts AS (
  SELECT day, count(*) FILTER (WHERE place = 0) AS opened, count(*) FILTER (WHERE is_closed AND NOT was_closed) AS closed,
    count(*) FILTER (WHERE was_closed AND NOT is_closed) AS reopened
  FROM changes
  GROUP BY day
),
days AS (
  SELECT ${dates('first', 'last')} AS day
  FROM (SELECT ${day('min(created_at)')} AS first, ${day('max(updated_at)')} AS last FROM ${place.table('conversations')} AS conversations) AS span
)
SELECT days.day, coalesce(counts.opened, 0) AS opened, coalesce(counts.closed, 0) AS closed, coalesce(counts.reopened, 0) AS reopened,
  CAST(sum(coalesce(counts.opened - counts.closed + counts.reopened, 0)) OVER (ORDER BY days.day) AS BIGINT) AS open_at_end
FROM days
LEFT JOIN counts ON counts.day = days.day`;
  },
};

/** When each conversation was, or became, closed or not: as it begins, after each of its parts that says so, and as it is now. */
function stepsOf({ object, number, time }: Words, { table }: ViewPlace): string {
  const author = object('author', { type: 'text' });
  const closedAt = `coalesce(${time(number('statistics', 'last_close_at'))}, updated_at)`;
  return `
  SELECT id AS conversation_id, created_at AS happened_at, 0 AS place, '' AS id, false AS is_closed
  FROM ${table('conversations')} AS conversations
  UNION ALL
  SELECT conversation_id, happened_at, 1 AS place, id, is_closed
  FROM (
    SELECT parts.conversation_id, parts.created_at AS happened_at, parts.id,
      CASE
        WHEN parts.part_type = 'close' THEN true
        WHEN parts.part_type IN ('open', 'assign_and_reopen', 'note_and_reopen') THEN false
        WHEN parts.state IS NOT NULL THEN parts.state = 'closed'
        WHEN ${author.at('type')} IN ('user', 'lead') AND parts.part_type IN ('comment', 'quick_reply') THEN false
      END AS is_closed
    FROM (
      SELECT id, conversation_id, part_type, created_at, state, ${author.decoded} AS author
      FROM ${table('conversation_parts')} AS conversation_parts
    ) AS parts
    JOIN ${table('conversations')} AS conversations ON conversations.id = parts.conversation_id
  ) AS told
  WHERE is_closed IS NOT NULL
  UNION ALL
  SELECT id AS conversation_id, CASE WHEN state = 'closed' THEN ${closedAt} ELSE updated_at END AS happened_at, 2 AS place, '' AS id,
    state = 'closed' AS is_closed
  FROM ${table('conversations')} AS conversations
  WHERE state IS NOT NULL`;
}
