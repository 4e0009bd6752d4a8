import type { Question } from './question.ts';

export const busiestHours: Question = {
  name: 'busiest-hours',
  sentence: 'When contacts begin conversations: how many in each hour of each weekday.',
  streams: ['conversations'],
  sql: ({ local, text }) => `
SELECT hours.hour, count(begun.id) FILTER (WHERE begun.weekday = 1) AS monday,
  count(begun.id) FILTER (WHERE begun.weekday = 2) AS tuesday,
  count(begun.id) FILTER (WHERE begun.weekday = 3) AS wednesday,
  count(begun.id) FILTER (WHERE begun.weekday = 4) AS thursday,
  count(begun.id) FILTER (WHERE begun.weekday = 5) AS friday,
  count(begun.id) FILTER (WHERE begun.weekday = 6) AS saturday,
  count(begun.id) FILTER (WHERE begun.weekday = 7) AS sunday,
  count(begun.id) AS all_days
FROM generate_series(0, 23) AS hours(hour)
LEFT JOIN (
  SELECT id, extract(hour FROM ${local('created_at')}) AS hour, extract(isodow FROM ${local('created_at')}) AS weekday
  FROM conversations
  WHERE ${text('source', 'author', 'type')} IN ('user', 'lead')
) AS begun ON begun.hour = hours.hour
GROUP BY 1
ORDER BY 1`,
};
