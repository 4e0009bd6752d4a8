import type { Question } from './question.ts';

export const backlog: Question = {
  name: 'backlog',
  sentence:
    'How many conversations were not closed at the end of each of the last 28 days, and how many began and were closed on it; one that was reopened counts until its last close.',
  streams: ['conversations'],
  sql: ({ day, now, time, number }) => `
SELECT days.day, count(*) FILTER (WHERE spans.begun = days.day) AS begun,
  count(*) FILTER (WHERE spans.closed = days.day) AS closed,
  count(*) FILTER (WHERE spans.begun <= days.day AND (spans.closed IS NULL OR spans.closed > days.day)) AS backlog
FROM (SELECT ${day(now)} - CAST(n AS INTEGER) AS day FROM generate_series(0, 27) AS numbers(n)) AS days
CROSS JOIN (
  SELECT ${day('created_at')} AS begun,
    CASE WHEN state = 'closed' THEN ${day(`coalesce(${time(number('statistics', 'last_close_at'))}, updated_at)`)} END AS closed
  FROM conversations
) AS spans
GROUP BY 1
ORDER BY 1`,
};
