import { backlog as perDay } from '../../questions/backlog.ts';
import { openByAge } from '../../questions/open-by-age.ts';
import { type Section, valuesOf } from '../section.ts';

export const backlog: Section = {
  id: 'backlog',
  title: 'Backlog, day by day',
  definition:
    'Conversations that were not closed at the end of each of the last 28 days, snoozed ones among them, with how many began and were closed for good on the day. One that was reopened counts as open until its last close.',
  question: perDay,
  reads: { conversations: ['id', 'created_at', 'updated_at', 'state', 'statistics.last_close_at'] },
  chart(table) {
    const days = valuesOf(table, 'day') as string[];
    const values = valuesOf(table, 'backlog') as number[];
    const points = days.map((x, i) => ({ x, y: values[i]! }));
    return { kind: 'time-lines', step: 'day', unit: '', series: [{ name: 'Not closed', points }] };
  },
};

export const age: Section = {
  id: 'backlog-by-age',
  title: 'Backlog by age',
  definition:
    'Conversations that are not closed, by the time since they began; the snoozed ones among them, and those in which the contact waits for an answer.',
  question: openByAge,
  reads: { conversations: ['id', 'created_at', 'state', 'waiting_since'] },
  chart(table) {
    const values = valuesOf(table, 'conversations') as number[];
    const bars = valuesOf(table, 'age').map((name, i) => ({ name: String(name), value: values[i]! }));
    return { kind: 'ranked-bars', unit: '', bars };
  },
};
