/** What conversations are about, for whom, and who worked on them. */
import { byTag } from '../../questions/by-tag.ts';
import { byTeammate } from '../../questions/by-teammate.ts';
import { byTopic } from '../../questions/by-topic.ts';
import { topCompanies } from '../../questions/top-companies.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { type Section, type Table, valuesOf } from '../section.ts';

/** What a picture has room for; the table has more. */
const mostBars = 12;
const mostRows = 50;

const largest =
  (by: string, column: string) =>
  (table: Table): ChartSpec => {
    const values = valuesOf(table, column) as number[];
    const bars = valuesOf(table, by).map((name, i) => ({ name: String(name ?? '(no name)'), value: values[i]! }));
    return { kind: 'ranked-bars', unit: '', bars: bars.slice(0, mostBars) };
  };

export const rankings: readonly Section[] = [
  {
    id: 'tags',
    title: 'Tags',
    definition:
      'On how many conversations each tag is, and their percentage of all: one with two tags counts for both.',
    question: byTag,
    reads: { conversations: ['id', 'created_at', 'state'], conversation_tags: ['id', 'name', 'conversation_id'] },
    since: 'begun',
    mostRows,
    chart: largest('tag', 'conversations'),
  },
  {
    id: 'topics',
    title: 'Topics',
    definition:
      'In how many conversations Intercom found each topic, and their percentage of all: one with two topics counts for both.',
    question: byTopic,
    reads: { conversations: ['id', 'created_at', 'state'], conversation_topics: ['id', 'name', 'conversation_id'] },
    since: 'begun',
    mostRows,
    chart: largest('topic', 'conversations'),
  },
  {
    id: 'companies',
    title: 'Companies',
    definition: 'The 20 companies with the most conversations, and how many of these are not closed.',
    question: topCompanies,
    reads: { conversations: ['id', 'created_at', 'state', 'company.id'], companies: ['id', 'name'] },
    since: 'begun',
    mostRows,
    chart: largest('company', 'conversations'),
  },
  {
    id: 'teammates',
    title: 'Teammates',
    definition:
      'In how many conversations each teammate wrote, how many of these they closed last, and their median of median_time_to_reply, as Intercom counts it: in office hours, where there are any. One in which two teammates wrote counts for both.',
    question: byTeammate,
    reads: {
      conversations: ['id', 'created_at', 'statistics.last_closed_by_id', 'statistics.median_time_to_reply'],
      conversation_teammates: ['id', 'conversation_id'],
      admins: ['id', 'name'],
    },
    since: 'begun',
    mostRows,
    chart: largest('teammate', 'handled'),
  },
];
