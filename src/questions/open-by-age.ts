import type { Question } from './question.ts';

export const openByAge: Question = {
  name: 'open-by-age',
  sentence:
    'The conversations that are not closed, by the time since they began: how many, snoozed ones among them, and those in which the contact waits for an answer.',
  streams: ['conversations'],
  sql: ({ now }) => `
SELECT
  CASE step WHEN 1 THEN 'under 1 day' WHEN 2 THEN '1 to 3 days' WHEN 3 THEN '3 to 7 days' WHEN 4 THEN '7 to 30 days' ELSE '30 days and more' END AS age,
  count(*) AS conversations, count(*) FILTER (WHERE state = 'snoozed') AS snoozed, count(waiting_since) AS waiting
FROM (
  SELECT state, waiting_since,
    CASE WHEN days < 1 THEN 1 WHEN days < 3 THEN 2 WHEN days < 7 THEN 3 WHEN days < 30 THEN 4 ELSE 5 END AS step
  FROM (
    SELECT state, waiting_since, extract(epoch FROM ${now} - created_at) / 86400 AS days
    FROM conversations
    WHERE state <> 'closed'
  ) AS unclosed
) AS aged
GROUP BY step
ORDER BY step`,
};
