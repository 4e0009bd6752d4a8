import type { Question } from './question.ts';

export const topCompanies: Question = {
  name: 'top-companies',
  sentence:
    'The 20 companies with the most conversations: how many, how many began in the last 90 days, and how many are not closed.',
  streams: ['conversations', 'companies'],
  sql: ({ text, now }) => `
SELECT companies.id AS company_id, companies.name AS company, count(*) AS conversations,
  count(*) FILTER (WHERE held.created_at > ${now} - INTERVAL '90 days') AS last_90_days,
  count(*) FILTER (WHERE held.state <> 'closed') AS unclosed
FROM (SELECT ${text('company', 'id')} AS company_id, created_at, state FROM conversations) AS held
JOIN companies ON companies.id = held.company_id
GROUP BY companies.id, companies.name
ORDER BY 3 DESC, 1
LIMIT 20`,
};
