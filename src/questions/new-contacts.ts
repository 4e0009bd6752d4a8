import type { Question } from './question.ts';

export const newContacts: Question = {
  name: 'new-contacts',
  sentence: 'New contacts by the month in which they were created, users and leads apart.',
  streams: ['contacts'],
  sql: ({ month }) => `
SELECT ${month('created_at')} AS month, count(*) FILTER (WHERE role = 'user') AS users,
  count(*) FILTER (WHERE role = 'lead') AS leads, count(*) AS contacts
FROM contacts
GROUP BY 1
ORDER BY 1`,
};
