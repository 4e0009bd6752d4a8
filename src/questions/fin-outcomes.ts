import type { Question } from './question.ts';

export const finOutcomes: Question = {
  name: 'fin-outcomes',
  sentence:
    'What became of the conversations that Fin took part in, by the month in which they began: resolved (confirmed or assumed), escalated to teammates, handed over by a procedure, ended with negative feedback, and those without an outcome; the percentages are of all that Fin took part in.',
  streams: ['conversations'],
  sql({ month, text, percent }) {
    const ended = (...states: string[]) =>
      `count(*) FILTER (WHERE outcome IN (${states.map((state) => `'${state}'`).join(', ')}))`;
    const resolved = ended('confirmed_resolution', 'assumed_resolution');
    return `
SELECT ${month('created_at')} AS month, count(*) AS fin_involved, ${resolved} AS resolved, ${ended('escalated')} AS escalated,
  ${ended('procedure_handoff')} AS handed_over, ${ended('negative_feedback')} AS negative_feedback,
  count(*) FILTER (WHERE outcome IS NULL) AS without_outcome,
  ${percent(resolved, 'count(*)')} AS resolved_percent, ${percent(ended('escalated'), 'count(*)')} AS escalated_percent
FROM (
  SELECT created_at, ${text('ai_agent', 'resolution_state')} AS outcome FROM conversations WHERE ai_agent_participated
) AS involved
GROUP BY 1
ORDER BY 1`;
  },
};
