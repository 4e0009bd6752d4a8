/** How well contacts were served: ratings, service levels, reopened conversations, Fin. */
import { csatByMonth } from '../../questions/csat-by-month.ts';
import { csatByTeam } from '../../questions/csat-by-team.ts';
import { finOutcomes } from '../../questions/fin-outcomes.ts';
import { reopenRate } from '../../questions/reopen-rate.ts';
import { sla as slaByMonth } from '../../questions/sla.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { type Section, type Table, valuesOf } from '../section.ts';

const perMonth = (table: Table, column: string) => {
  const values = valuesOf(table, column) as (number | null)[];
  return valuesOf(table, 'month').map((x, i) => ({ x: String(x), y: values[i]! }));
};

const csat = 'CSAT is the percentage of ratings that are 4 or 5 of 5.';

export const quality: readonly Section[] = [
  {
    id: 'csat',
    title: 'Customer satisfaction',
    definition: `${csat} By the month in which the conversation began.`,
    question: csatByMonth,
    reads: { conversations: ['id', 'created_at', 'conversation_rating.rating'] },
    since: 'begun',
    chart: (table) => ({
      kind: 'time-lines',
      step: 'month',
      unit: '%',
      most: 100,
      series: [{ name: 'CSAT', points: perMonth(table, 'csat_percent') }],
    }),
  },
  {
    id: 'csat-by-team',
    title: 'Customer satisfaction by team',
    definition: `${csat} The team is the one to which the conversation is assigned now.`,
    question: csatByTeam,
    reads: {
      conversations: ['id', 'created_at', 'team_assignee_id', 'conversation_rating.rating'],
      teams: ['id', 'name'],
    },
    since: 'begun',
    chart(table) {
      const values = valuesOf(table, 'csat_percent') as (number | null)[];
      const bars = valuesOf(table, 'team').map((name, i) => ({ name: String(name), value: values[i]! }));
      return { kind: 'ranked-bars', unit: '%', most: 100, bars };
    },
  },
  {
    id: 'sla',
    title: 'Service levels',
    definition:
      'How often the promised time was kept, by service level and the month in which the conversation began: the percentage is of those decided, kept or missed. Cancelled ones are not counted.',
    question: slaByMonth,
    reads: { conversations: ['id', 'created_at', 'sla_applied.sla_name', 'sla_applied.sla_status'] },
    since: 'begun',
    chart: slaBars,
  },
  {
    id: 'reopens',
    title: 'Reopened conversations',
    definition:
      'Of the conversations that were ever closed, the percentage that was opened again at least once, by the month in which they began.',
    question: reopenRate,
    reads: { conversations: ['id', 'created_at', 'statistics.count_reopens', 'statistics.first_close_at'] },
    since: 'begun',
    chart: (table) => ({
      kind: 'time-bars',
      step: 'month',
      unit: '%',
      series: [{ name: 'Reopened', points: perMonth(table, 'percent') }],
    }),
  },
  {
    id: 'fin',
    title: 'Fin: resolved and escalated',
    definition:
      'Of the conversations that Fin took part in, those it resolved (the contact confirmed it, or left content) and those it escalated to teammates, by the month in which they began. The table has the other outcomes.',
    question: finOutcomes,
    reads: { conversations: ['id', 'created_at', 'ai_agent_participated', 'ai_agent.resolution_state'] },
    since: 'begun',
    layout: 'full',
    chart: (table) => ({
      kind: 'time-lines',
      step: 'month',
      unit: '%',
      most: 100,
      series: [
        { name: 'Resolved', points: perMonth(table, 'resolved_percent') },
        { name: 'Escalated', points: perMonth(table, 'escalated_percent') },
      ],
    }),
  },
];

/** A row of bars for each service level. */
function slaBars(table: Table): ChartSpec {
  const levels = valuesOf(table, 'service_level').map(String);
  const points = perMonth(table, 'hit_percent');
  const series = [...new Set(levels)].map((name) => ({ name, points: points.filter((_, i) => levels[i] === name) }));
  return { kind: 'time-bars', step: 'month', named: true, unit: '%', most: 100, series };
}
