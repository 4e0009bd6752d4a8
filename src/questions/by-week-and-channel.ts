import type { Question } from './question.ts';

export const byWeekAndChannel: Question = {
  name: 'by-week-and-channel',
  sentence: 'How many conversations began in each week, by the channel of their first message.',
  streams: ['conversations'],
  sql: ({ week, text }) => `
SELECT ${week('created_at')} AS week, coalesce(${text('source', 'type')}, '(unknown)') AS channel, count(*) AS conversations
FROM conversations
GROUP BY 1, 2
ORDER BY 1, 2`,
};
