/** The figures on top of the page: each one number, of all conversations that the report is about. */
import type { Unit } from './charts/spec.ts';
import type { Asked } from './section.ts';

export interface Headline extends Asked {
  id: string;
  title: string;
  unit: Unit;
  /** The section that says more. */
  section: string;
}

const question = (sql: Asked['question']['sql']): Asked['question'] => ({ streams: ['conversations'], sql });

export const headlines: readonly Headline[] = [
  {
    id: 'conversations',
    title: 'Conversations begun',
    unit: '',
    section: 'volume',
    question: question(() => '\nSELECT count(*) AS value FROM conversations'),
    reads: { conversations: ['id', 'created_at'] },
    since: 'begun',
  },
  {
    id: 'unclosed',
    title: 'Not closed now',
    unit: '',
    section: 'backlog-by-age',
    question: question(() => "\nSELECT count(*) AS value FROM conversations WHERE state <> 'closed'"),
    reads: { conversations: ['id', 'state'] },
  },
  {
    id: 'first-response',
    title: 'First response, median',
    unit: 'min',
    section: 'first-response',
    question: question(({ rounded, quantile, number }) => {
      const minutes = `${quantile(0.5, number('statistics', 'time_to_admin_reply'))} / 60`;
      return `\nSELECT ${rounded(minutes)} AS value FROM conversations`;
    }),
    reads: { conversations: ['id', 'created_at', 'statistics.time_to_admin_reply'] },
    since: 'begun',
  },
  {
    id: 'time-to-close',
    title: 'Time to close, median',
    unit: 'h',
    section: 'time-to-close',
    question: question(({ rounded, quantile, number }) => {
      const hours = `${quantile(0.5, number('statistics', 'time_to_last_close'))} / 3600`;
      return `\nSELECT ${rounded(hours)} AS value FROM conversations WHERE state = 'closed'`;
    }),
    reads: { conversations: ['id', 'state', 'statistics.last_close_at', 'statistics.time_to_last_close'] },
    since: 'closed',
  },
  {
    id: 'csat',
    title: 'CSAT',
    unit: '%',
    section: 'csat',
    question: question(({ percent, number }) => {
      const rating = number('conversation_rating', 'rating');
      const good = `count(*) FILTER (WHERE ${rating} >= 4)`;
      return `\nSELECT ${percent(good, `count(${rating})`)} AS value FROM conversations`;
    }),
    reads: { conversations: ['id', 'created_at', 'conversation_rating.rating'] },
    since: 'begun',
  },
  {
    id: 'sla',
    title: 'Service levels kept',
    unit: '%',
    section: 'sla',
    question: question(({ percent, text }) => {
      const count = (...states: string[]) =>
        `count(*) FILTER (WHERE ${text('sla_applied', 'sla_status')} IN ('${states.join("', '")}'))`;
      return `\nSELECT ${percent(count('hit'), count('hit', 'missed'))} AS value FROM conversations`;
    }),
    reads: { conversations: ['id', 'created_at', 'sla_applied.sla_status'] },
    since: 'begun',
  },
  {
    id: 'reopened',
    title: 'Reopened',
    unit: '%',
    section: 'reopens',
    question: question(({ percent, number }) => {
      const reopened = `count(*) FILTER (WHERE ${number('statistics', 'count_reopens')} > 0)`;
      const closed = `${number('statistics', 'first_close_at')} IS NOT NULL`;
      return `\nSELECT ${percent(reopened, 'count(*)')} AS value FROM conversations WHERE ${closed}`;
    }),
    reads: { conversations: ['id', 'created_at', 'statistics.count_reopens', 'statistics.first_close_at'] },
    since: 'begun',
  },
  {
    id: 'fin-resolved',
    title: 'Fin’s resolution rate',
    unit: '%',
    section: 'fin',
    question: question(({ percent, text }) => {
      const outcome = text('ai_agent', 'resolution_state');
      const resolved = `count(*) FILTER (WHERE ${outcome} IN ('confirmed_resolution', 'assumed_resolution'))`;
      return `\nSELECT ${percent(resolved, 'count(*)')} AS value FROM conversations WHERE ai_agent_participated`;
    }),
    reads: { conversations: ['id', 'created_at', 'ai_agent_participated', 'ai_agent.resolution_state'] },
    since: 'begun',
  },
];
