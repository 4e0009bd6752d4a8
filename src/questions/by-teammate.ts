import type { Question } from './question.ts';

export const byTeammate: Question = {
  name: 'by-teammate',
  sentence:
    'What each teammate did: conversations they wrote in, those they closed last, and the median over the first of median_time_to_reply, which counts office hours only.',
  streams: ['conversations', 'conversation_teammates', 'admins'],
  sql: ({ text, number, quantile, rounded }) => `
SELECT coalesce(admins.name, '(former teammate)') AS teammate, count(*) AS handled,
  count(*) FILTER (WHERE handled.closed_by = handled.admin_id) AS closed,
  ${rounded(`${quantile(0.5, 'handled.seconds')} / 60`)} AS median_reply_minutes
FROM (
  SELECT conversation_teammates.id AS admin_id, ${text('statistics', 'last_closed_by_id')} AS closed_by,
    ${number('statistics', 'median_time_to_reply')} AS seconds
  FROM conversation_teammates
  JOIN conversations ON conversations.id = conversation_teammates.conversation_id
) AS handled
LEFT JOIN admins ON admins.id = handled.admin_id
GROUP BY handled.admin_id, admins.name
ORDER BY 2 DESC, 1`,
};
