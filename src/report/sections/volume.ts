import { busiestHours } from '../../questions/busiest-hours.ts';
import { byWeekAndChannel } from '../../questions/by-week-and-channel.ts';
import { type Section, type Table, valuesOf } from '../section.ts';

const all = 'all_channels';

/** Few enough to be told apart: what is rarer is in the table. */
const mostChannels = 6;

export const volume: Section = {
  id: 'volume',
  title: 'Conversations by week and channel',
  definition:
    'Conversations by the week in which they began (its Monday) and the channel of their first message; “conversation” is the Messenger. The first and the last week may not be whole.',
  question: byWeekAndChannel,
  reads: { conversations: ['id', 'created_at', 'source.type'] },
  since: 'begun',
  layout: 'full',
  shape: byChannel,
  chart(table) {
    const weeks = valuesOf(table, 'week') as string[];
    const series = table.columns.slice(1, mostChannels + 2).map((name) => {
      const values = valuesOf(table, name) as number[];
      return { name: name === all ? 'All channels' : name, points: weeks.map((x, i) => ({ x, y: values[i]! })) };
    });
    return { kind: 'time-bars', step: 'week', unit: '', series };
  },
};

/** A column for each channel, the one with the most first. */
function byChannel(table: Table): Table {
  const [weeks, channels, counts] = ['week', 'channel', 'conversations'].map((name) => valuesOf(table, name));
  const byWeek = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  weeks!.forEach((week, i) => {
    const [channel, count] = [String(channels![i]), Number(counts![i])];
    const row = byWeek.get(String(week)) ?? new Map<string, number>();
    byWeek.set(String(week), row.set(channel, count));
    totals.set(channel, (totals.get(channel) ?? 0) + count);
  });
  const names = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const rows = [...byWeek].map(([week, row]) => {
    const values = names.map((name) => row.get(name) ?? 0);
    return [week, values.reduce((sum, value) => sum + value, 0), ...values];
  });
  return { columns: ['week', all, ...names], rows };
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export const hours: Section = {
  id: 'hours',
  title: 'When contacts write first',
  definition:
    'Conversations that contacts began, by hour and weekday of the workspace’s time zone. Those that teammates, workflows or outbound messages began are not counted.',
  question: busiestHours,
  reads: { conversations: ['id', 'created_at', 'source.author.type'] },
  since: 'begun',
  layout: 'full',
  chart: (table) => ({
    kind: 'heatmap',
    rows: days.map((day) => day[0]!.toUpperCase() + day.slice(1, 3)),
    columns: valuesOf(table, 'hour').map(String),
    values: days.map((day) => valuesOf(table, day) as number[]),
  }),
};
