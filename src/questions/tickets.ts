import type { Question } from './question.ts';

export const tickets: Question = {
  name: 'tickets',
  sentence: 'Tickets by their type and state, and since how many days the oldest of each is there.',
  streams: ['tickets'],
  sql: ({ text, now, rounded }) => `
SELECT ${text('ticket_type', 'name')} AS ticket_type, ${text('ticket_state', 'internal_label')} AS state,
  ${text('ticket_state', 'category')} AS category, count(*) AS tickets,
  ${rounded(`extract(epoch FROM ${now} - min(created_at)) / 86400`)} AS oldest_days
FROM tickets
GROUP BY 1, 2, 3
ORDER BY 1, 4 DESC, 2`,
};
