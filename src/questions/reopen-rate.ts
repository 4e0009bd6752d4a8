import type { Question } from './question.ts';

export const reopenRate: Question = {
  name: 'reopen-rate',
  sentence:
    'How many conversations were opened again after a close, by the month in which they began: those that were ever closed, those reopened at least once, and their percentage.',
  streams: ['conversations'],
  sql: ({ month, number, percent }) => `
SELECT ${month('created_at')} AS month, count(*) AS ever_closed, count(*) FILTER (WHERE reopens > 0) AS reopened,
  ${percent('count(*) FILTER (WHERE reopens > 0)', 'count(*)')} AS percent
FROM (
  SELECT created_at, ${number('statistics', 'count_reopens')} AS reopens, ${number('statistics', 'first_close_at')} AS closed_at
  FROM conversations
) AS counted
WHERE closed_at IS NOT NULL
GROUP BY 1
ORDER BY 1`,
};
