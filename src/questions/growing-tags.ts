import type { Question } from './question.ts';

export const growingTags: Question = {
  name: 'growing-tags',
  sentence:
    'Which tags come up more often: how often each was put on a conversation in the last 30 days, and in the 30 days before.',
  streams: ['conversation_tags'],
  sql: ({ now }) => `
SELECT tag, recent AS last_30_days, earlier AS the_30_days_before, recent - earlier AS change
FROM (
  SELECT name AS tag, count(*) FILTER (WHERE applied_at > ${now} - INTERVAL '30 days') AS recent,
    count(*) FILTER (WHERE applied_at <= ${now} - INTERVAL '30 days') AS earlier
  FROM conversation_tags
  WHERE applied_at > ${now} - INTERVAL '60 days' AND applied_at <= ${now}
  GROUP BY id, name
) AS counted
ORDER BY 4 DESC, 2 DESC, 1`,
};
