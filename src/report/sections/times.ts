/** How long contacts wait, and how long it takes. */
import { firstResponse } from '../../questions/first-response.ts';
import { firstResponseByTeam, firstResponseByTeammate } from '../../questions/first-response-by.ts';
import { timeToClose } from '../../questions/time-to-close.ts';
import { timeToCloseByTeam, timeToCloseByTeammate } from '../../questions/time-to-close-by.ts';
import type { ChartSpec, Unit } from '../charts/spec.ts';
import { type Section, type Table, valuesOf } from '../section.ts';

const spread =
  'Half of them took at most the median, nine in ten at most the 90th percentile (p90). Intercom counts office hours only, where there are any.';
const response = `Time from the contact’s first message to a teammate’s first answer (Intercom’s time_to_admin_reply), in minutes. ${spread}`;
const closing = `Time until the last close (Intercom’s time_to_last_close) of what is closed now, in hours. ${spread}`;
const teammate = 'The teammate is the one to whom the conversation is assigned now, whoever answered.';
const team = 'The team is the one to which the conversation is assigned now.';

const responseReads = ['id', 'created_at', 'statistics.time_to_admin_reply'];
const closingReads = ['id', 'state', 'statistics.last_close_at', 'statistics.time_to_last_close'];

const caption =
  'Bar: the median. Tick: the 90th percentile; one that lies far beyond the bars is told in the number alone.';

/** What a picture of teammates has room for; the table has all. */
const mostBars = 15;

const overWeeks =
  (unit: Unit, named: string) =>
  (table: Table): ChartSpec => {
    const weeks = valuesOf(table, 'week') as string[];
    const series = ['median', 'p90'].map((name) => {
      const values = valuesOf(table, `${name}_${named}`) as (number | null)[];
      return {
        name: name === 'median' ? 'Median' : '90th percentile (p90)',
        points: weeks.map((x, i) => ({ x, y: values[i]! })),
      };
    });
    return { kind: 'time-lines', step: 'week', unit, series, panels: true };
  };

const byWhom =
  (unit: Unit, { by, named }: { by: string; named: string }) =>
  (table: Table): ChartSpec => {
    const [names, medians, ticks] = [by, `median_${named}`, `p90_${named}`].map((name) => valuesOf(table, name));
    const bars = names!.map((name, i) => ({
      name: String(name),
      value: medians![i] as number | null,
      tick: ticks![i] as number | null,
    }));
    return { kind: 'ranked-bars', unit, bars: bars.slice(0, mostBars), names: { value: 'Median', tick: 'p90' } };
  };

export const times: readonly Section[] = [
  {
    id: 'first-response',
    title: 'First response',
    definition: `${response} By the week in which the conversation began.`,
    question: firstResponse,
    reads: { conversations: responseReads },
    since: 'begun',
    layout: 'full',
    chart: overWeeks('min', 'minutes'),
  },
  {
    id: 'first-response-by-team',
    title: 'First response by team',
    definition: `${response} ${team}`,
    question: firstResponseByTeam,
    reads: { conversations: [...responseReads, 'team_assignee_id'], teams: ['id', 'name'] },
    since: 'begun',
    caption,
    chart: byWhom('min', { by: 'team', named: 'minutes' }),
  },
  {
    id: 'first-response-by-teammate',
    title: 'First response by teammate',
    definition: `${response} ${teammate}`,
    question: firstResponseByTeammate,
    reads: { conversations: [...responseReads, 'admin_assignee_id'], admins: ['id', 'name'] },
    since: 'begun',
    caption,
    chart: byWhom('min', { by: 'teammate', named: 'minutes' }),
  },
  {
    id: 'time-to-close',
    title: 'Time to close',
    definition: `${closing} By the week of that close.`,
    question: timeToClose,
    reads: { conversations: closingReads },
    since: 'closed',
    layout: 'full',
    chart: overWeeks('h', 'hours'),
  },
  {
    id: 'time-to-close-by-team',
    title: 'Time to close by team',
    definition: `${closing} ${team}`,
    question: timeToCloseByTeam,
    reads: { conversations: [...closingReads, 'team_assignee_id'], teams: ['id', 'name'] },
    since: 'closed',
    caption,
    chart: byWhom('h', { by: 'team', named: 'hours' }),
  },
  {
    id: 'time-to-close-by-teammate',
    title: 'Time to close by teammate',
    definition: `${closing} ${teammate}`,
    question: timeToCloseByTeammate,
    reads: { conversations: [...closingReads, 'admin_assignee_id'], admins: ['id', 'name'] },
    since: 'closed',
    caption,
    chart: byWhom('h', { by: 'teammate', named: 'hours' }),
  },
];
