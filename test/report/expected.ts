/** What each section must tell, worked out from the simulated workspace itself: from the conversations that the filters leave. */
import type { Conversation, Workspace } from '../../src/simulator/index.ts';
import { expected as answers, clocks, quantile, type Value } from '../questions/expected.ts';

export interface Filters {
  zone: string;
  /** Unix seconds. */
  now: number;
  since?: string;
  /** Ids of teams. */
  teams?: readonly string[];
}

/** By section: the question whose answer it is, and what `since` is compared with. */
const told: Record<string, [question: string, since?: 'begun' | 'closed']> = {
  volume: ['by-week-and-channel', 'begun'],
  hours: ['busiest-hours', 'begun'],
  'first-response': ['first-response', 'begun'],
  'first-response-by-team': ['first-response-by-team', 'begun'],
  'first-response-by-teammate': ['first-response-by-teammate', 'begun'],
  'time-to-close': ['time-to-close', 'closed'],
  'time-to-close-by-team': ['time-to-close-by-team', 'closed'],
  'time-to-close-by-teammate': ['time-to-close-by-teammate', 'closed'],
  backlog: ['backlog'],
  'backlog-by-age': ['open-by-age'],
  csat: ['csat-by-month', 'begun'],
  'csat-by-team': ['csat-by-team', 'begun'],
  sla: ['sla', 'begun'],
  reopens: ['reopen-rate', 'begun'],
  fin: ['fin-outcomes', 'begun'],
  tags: ['by-tag', 'begun'],
  topics: ['by-topic', 'begun'],
  companies: ['top-companies', 'begun'],
  teammates: ['by-teammate', 'begun'],
};

export const sectionIds = Object.keys(told);

/** The workspace with the conversations that are asked for alone. */
function filtered(workspace: Workspace, { zone, since, teams }: Filters, field?: 'begun' | 'closed'): Workspace {
  const { day } = clocks(zone);
  const isWanted = ({ team_assignee_id, created_at, statistics }: Conversation) => {
    const at = field === 'closed' ? statistics.last_close_at : created_at;
    const isLate = !since || !field || (at !== null && day(at) >= since);
    return isLate && (!teams || teams.includes(String(team_assignee_id)));
  };
  const conversations = new Map([...workspace.conversations].filter(([, one]) => isWanted(one)));
  return Object.create(workspace, { conversations: { value: conversations } });
}

export function expectedRows(id: string, workspace: Workspace, filters: Filters): Value[][] {
  const [question, field] = told[id]!;
  const rows = answers[question]!(filtered(workspace, filters, field), filters);
  if (id === 'volume') return byChannel(rows as [string, string, number][]);
  return rows.map((row) => row.map((value) => (isMonth(value) ? value.slice(0, 7) : value)));
}

/** Only months are told by their first day in what is not told by weeks or days. */
const isMonth = (value: Value): value is string => typeof value === 'string' && /^\d{4}-\d\d-01$/.test(value);

function byChannel(counts: [week: string, channel: string, count: number][]): Value[][] {
  const sum = (of: typeof counts) => of.reduce((total, [, , count]) => total + count, 0);
  const channels = [...new Set(counts.map(([, channel]) => channel))]
    .sort()
    .map((name) => ({ name, total: sum(counts.filter(([, channel]) => channel === name)) }))
    .sort((a, b) => b.total - a.total);
  return [...new Set(counts.map(([week]) => week))].map((week) => {
    const of = counts.filter(([one]) => one === week);
    return [week, sum(of), ...channels.map(({ name }) => sum(of.filter(([, channel]) => channel === name)))];
  });
}

/** The figures on top, by their ids. */
export function expectedHeadlines(workspace: Workspace, filters: Filters): Record<string, number | null> {
  const of = (field?: 'begun' | 'closed') => [...filtered(workspace, filters, field).conversations.values()];
  const begun = of('begun');
  const share = (part: readonly unknown[], whole: readonly unknown[]) =>
    whole.length === 0 ? null : (part.length / whole.length) * 100;
  const median = (values: readonly number[], unit: number) =>
    values.length === 0 ? null : quantile(values, 0.5) / unit;
  const rated = begun.filter((one) => one.conversation_rating);
  const decided = begun.filter(({ sla_applied: sla }) => sla?.sla_status === 'hit' || sla?.sla_status === 'missed');
  const closedOnce = begun.filter(({ statistics }) => statistics.first_close_at !== null);
  const fin = begun.filter((one) => one.ai_agent_participated);
  return {
    conversations: begun.length,
    unclosed: of().filter(({ state }) => state !== 'closed').length,
    'first-response': median(
      begun.flatMap(({ statistics }) => statistics.time_to_admin_reply ?? []),
      60,
    ),
    'time-to-close': median(
      of('closed').flatMap(({ state, statistics }) =>
        state === 'closed' && statistics.time_to_last_close !== null ? statistics.time_to_last_close : [],
      ),
      3600,
    ),
    csat: share(
      rated.filter((one) => one.conversation_rating!.rating > 3),
      rated,
    ),
    sla: share(
      decided.filter((one) => one.sla_applied!.sla_status === 'hit'),
      decided,
    ),
    reopened: share(
      closedOnce.filter(({ statistics }) => statistics.count_reopens > 0),
      closedOnce,
    ),
    'fin-resolved': share(
      fin.filter(({ ai_agent }) =>
        ['confirmed_resolution', 'assumed_resolution'].includes(String(ai_agent?.resolution_state)),
      ),
      fin,
    ),
  };
}
