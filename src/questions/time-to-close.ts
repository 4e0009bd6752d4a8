import type { Question } from './question.ts';

export const timeToClose: Question = {
  name: 'time-to-close',
  sentence:
    'How long it takes until a conversation is closed for good, by the week of that close: median and 90th percentile of time_to_last_close, which counts office hours only, of what is closed now.',
  streams: ['conversations'],
  sql: ({ week, quantile, rounded, number, time }) => `
SELECT ${week('closed_at')} AS week, count(*) AS closed,
  ${rounded(`${quantile(0.5, 'seconds')} / 3600`)} AS median_hours,
  ${rounded(`${quantile(0.9, 'seconds')} / 3600`)} AS p90_hours
FROM (
  SELECT ${time(number('statistics', 'last_close_at'))} AS closed_at, ${number('statistics', 'time_to_last_close')} AS seconds
  FROM conversations
  WHERE state = 'closed'
) AS closes
WHERE seconds IS NOT NULL AND closed_at IS NOT NULL
GROUP BY 1
ORDER BY 1`,
};
