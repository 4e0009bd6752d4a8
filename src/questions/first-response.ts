import type { Question } from './question.ts';

export const firstResponse: Question = {
  name: 'first-response',
  sentence:
    'How long contacts wait for a first answer of a teammate, by the week in which the conversation began: median and 90th percentile of time_to_admin_reply, which counts office hours only.',
  streams: ['conversations'],
  sql: ({ week, quantile, rounded, number }) => `
SELECT ${week('created_at')} AS week, count(*) AS answered,
  ${rounded(`${quantile(0.5, 'seconds')} / 60`)} AS median_minutes,
  ${rounded(`${quantile(0.9, 'seconds')} / 60`)} AS p90_minutes
FROM (SELECT created_at, ${number('statistics', 'time_to_admin_reply')} AS seconds FROM conversations) AS answers
WHERE seconds IS NOT NULL
GROUP BY 1
ORDER BY 1`,
};
