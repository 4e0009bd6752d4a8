import type { Question } from './question.ts';

export const byChannel: Question = {
  name: 'by-channel',
  sentence:
    'By which channel conversations began: how many, their percentage of all, and how many of them are not closed.',
  streams: ['conversations'],
  sql: ({ text, percent }) => `
SELECT coalesce(${text('source', 'type')}, '(unknown)') AS channel, count(*) AS conversations,
  ${percent('count(*)', '(SELECT count(*) FROM conversations)')} AS percent,
  count(*) FILTER (WHERE state <> 'closed') AS unclosed
FROM conversations
GROUP BY 1
ORDER BY 2 DESC, 1`,
};
