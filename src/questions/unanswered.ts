import type { Question } from './question.ts';

export const unanswered: Question = {
  name: 'unanswered',
  sentence:
    'The conversations in which a contact waits for an answer, the longest wait first: since when, how many hours, and where it came in.',
  streams: ['conversations'],
  sql: ({ rounded, now, text, number }) => `
SELECT id AS conversation_id, waiting_since, ${rounded(`extract(epoch FROM ${now} - waiting_since) / 3600`)} AS hours, state,
  ${text('source', 'type')} AS channel, ${number('statistics', 'first_admin_reply_at')} IS NOT NULL AS answered_before
FROM conversations
WHERE state <> 'closed' AND waiting_since IS NOT NULL
ORDER BY 2, 1`,
};
