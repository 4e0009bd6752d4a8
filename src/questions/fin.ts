import type { Question } from './question.ts';

export const fin: Question = {
  name: 'fin',
  sentence:
    'What Fin does, by the month in which the conversation began: conversations it took part in, their percentage of all, those it resolved (confirmed or assumed), and their percentage of those it took part in.',
  streams: ['conversations'],
  sql: ({ month, text, percent }) => `
SELECT ${month('created_at')} AS month, count(*) AS conversations, count(*) FILTER (WHERE involved) AS fin_involved,
  ${percent('count(*) FILTER (WHERE involved)', 'count(*)')} AS involvement_percent,
  count(*) FILTER (WHERE resolved) AS fin_resolved,
  ${percent('count(*) FILTER (WHERE resolved)', 'count(*) FILTER (WHERE involved)')} AS resolution_percent
FROM (
  SELECT created_at, ai_agent_participated AS involved,
    ai_agent_participated AND ${text('ai_agent', 'resolution_state')} IN ('confirmed_resolution', 'assumed_resolution') AS resolved
  FROM conversations
) AS counted
GROUP BY 1
ORDER BY 1`,
};
