import type { Question } from './question.ts';

export const sla: Question = {
  name: 'sla',
  sentence:
    'How often the promised time was kept, by service level and the month in which the conversation began: kept, missed, not due yet, and the percentage kept of those decided.',
  streams: ['conversations'],
  sql: ({ month, text, percent }) => `
SELECT name AS service_level, ${month('created_at')} AS month, count(*) FILTER (WHERE status = 'hit') AS hit,
  count(*) FILTER (WHERE status = 'missed') AS missed, count(*) FILTER (WHERE status = 'active') AS active,
  ${percent("count(*) FILTER (WHERE status = 'hit')", "count(*) FILTER (WHERE status IN ('hit', 'missed'))")} AS hit_percent
FROM (
  SELECT created_at, ${text('sla_applied', 'sla_name')} AS name, ${text('sla_applied', 'sla_status')} AS status
  FROM conversations
) AS applied
WHERE name IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2`,
};
