import type { View, ViewPlace } from '../core/view.ts';
import type { Shape } from '../expressions/objects.ts';
import { type Words, wordsOf } from '../expressions/words.ts';
import { statisticsFields } from './conversation-statistics.ts';

type StatisticName = keyof typeof statisticsFields;
const statisticNames = Object.keys(statisticsFields) as StatisticName[];

/** What is read of each JSON column. */
const shapes = {
  statistics: Object.fromEntries(
    statisticNames.map((name) => {
      const [kind] = statisticsFields[name];
      return [name, kind === 'time' ? 'int' : kind];
    }),
  ),
  source: {
    type: 'text',
    delivered_as: 'text',
    subject: 'text',
    body: 'text',
    author: { type: 'text', id: 'text', name: 'text', email: 'text' },
  },
  channel: { initial: 'text', current: 'text' },
  contacts: { contacts: [{ id: 'text', external_id: 'text' }] },
  company: { id: 'text', name: 'text', plan: { name: 'text' } },
  conversation_rating: {
    rating: 'int',
    remark: 'text',
    created_at: 'int',
    updated_at: 'int',
    teammate: { type: 'text', id: 'text' },
  },
  ai_agent: {
    source_type: 'text',
    source_title: 'text',
    last_answer_type: 'text',
    resolution_state: 'text',
    rating: 'int',
    rating_remark: 'text',
  },
  sla_applied: { sla_name: 'text', sla_status: 'text' },
} satisfies Record<string, Shape>;

/** Columns of the table that are shown as they are. */
const plain = [
  ...['id', 'title', 'created_at', 'updated_at', 'state', 'open', 'read', 'priority', 'waiting_since', 'snoozed_until'],
  ...['admin_assignee_id', 'team_assignee_id', 'ai_agent_participated'],
];

const columns = {
  id: "Intercom's id of the conversation.",
  title: 'Its title.',
  created_at: 'When it began.',
  updated_at: 'When it last changed.',
  state: '`open`, `closed` or `snoozed`.',
  open: 'Whether it is not closed: one that is snoozed is open.',
  read: 'Whether teammates have read it.',
  priority: 'Its priority, as Intercom has it.',
  waiting_since: 'Since when the contact waits for an answer; NULL where a teammate answered last.',
  snoozed_until: 'Until when it is snoozed.',
  channel:
    'By which channel it came: `messenger`, `email`, `whatsapp` and so on; the type of its first message where Intercom tells no channel.',
  current_channel: 'By which channel it goes on, where Intercom tells it.',
  source_type: 'The type of its first message: `conversation`, `email`, `whatsapp` and so on.',
  delivered_as: 'How it began: `customer_initiated`, `admin_initiated`, `automated` and so on.',
  subject: 'The subject of its first message, without HTML.',
  body_text: 'What its first message says, without HTML.',
  author_type: 'Who wrote the first message: `user`, `lead`, `admin`, `bot` or `team`.',
  author_id: 'Joins with contacts.id or admins.id, as author_type says.',
  contact_id: 'The first of its contacts. Joins with contacts.id.',
  contact_external_id: "Your application's id of the contact.",
  contact_name: 'The name that the contact has now; NULL of one that is not in contacts.',
  contact_email: 'The email address that the contact has now; NULL of one that is not in contacts.',
  contact_role: '`user` or `lead`; NULL of one that is not in contacts.',
  company_id: "Intercom's id of the company. Joins with companies.id.",
  company_name:
    'The name that the company has now, or had when the conversation last changed where it is not in companies.',
  company_plan: "The name of the company's plan, in the same way.",
  admin_assignee_id: 'The teammate that it is assigned to. Joins with admins.id.',
  admin_assignee_name: 'The name that the teammate has now; NULL of one who has left.',
  team_assignee_id: 'The team that it is assigned to. Joins with teams.id.',
  team_assignee_name: 'The name that the team has now; NULL of one that was deleted.',
  tags: 'The names of its tags in order, with commas between them; those of tags where they are, else those of when the conversation last changed.',
  rating: 'How the contact rated the help: 1 to 5.',
  rating_remark: 'What the contact said to the rating.',
  rated_at: 'When it was rated.',
  rated_teammate_id: 'The teammate who was rated. Joins with admins.id.',
  rated_teammate_name: 'The name that the teammate has now; NULL of one who has left.',
  seconds_to_first_response: 'Seconds around the clock from first_contact_reply_at to first_admin_reply_at.',
  seconds_to_first_close: 'Seconds around the clock from first_contact_reply_at to first_close_at.',
  seconds_to_last_close: 'Seconds around the clock from first_contact_reply_at to last_close_at.',
  ...(Object.fromEntries(statisticNames.map((name) => [name, statisticsFields[name][1]])) as Record<
    StatisticName,
    string
  >),
  ai_agent_participated: 'Whether Fin took part.',
  ai_agent_source_type: 'What brought Fin in, as `workflow`.',
  ai_agent_source_title: 'The name of what brought Fin in.',
  ai_agent_last_answer_type: 'The type of the last answer of Fin, as `ai_answer`.',
  ai_agent_resolution_state: 'What Fin came to, as `confirmed_resolution`, `assumed_resolution` or `escalated`.',
  ai_agent_rating: 'How the contact rated Fin: 1 to 5.',
  ai_agent_rating_remark: 'What the contact said to the rating of Fin.',
  sla_name: 'The service level that applies.',
  sla_status: '`hit`, `missed`, `active` or `cancelled`.',
} as const;

export const conversationMetrics: View = {
  name: 'conversation_metrics',
  description:
    'The conversations, a row each, with their people, times, ratings, tags and what Fin did, in plain columns.',
  columns,
  reads: {
    conversations: [...plain, ...Object.keys(shapes), 'tags'],
    contacts: ['id', 'external_id', 'name', 'email', 'role'],
    companies: ['id', 'name', 'plan'],
    admins: ['id', 'name'],
    teams: ['id', 'name'],
    tags: ['id', 'name'],
  },
  query(place) {
    const { table } = place;
    const words = wordsOf(place.sql, place.zone);
    const values = valuesOf(words);
    const names = [...Object.keys(columns), ...place.custom('conversations')];
    return `
SELECT ${names.map((name) => `${values[name as keyof typeof columns] ?? `metrics.${name}`} AS ${name}`).join(',\n  ')}
FROM (${fieldsOf(words, place)}) AS metrics
LEFT JOIN ${table('contacts')} AS contacts ON contacts.id = metrics.contact_id
LEFT JOIN ${table('companies')} AS companies ON companies.id = metrics.company_id
LEFT JOIN ${table('admins')} AS admins ON admins.id = metrics.admin_assignee_id
LEFT JOIN ${table('teams')} AS teams ON teams.id = metrics.team_assignee_id
LEFT JOIN ${table('admins')} AS rated ON rated.id = metrics.rated_teammate_id
LEFT JOIN (${tagsOf(words, place)}) AS tagged ON tagged.id = metrics.id`;
  },
};

/** The columns that are more than what the conversation says. */
function valuesOf({ text, seconds, plainText }: Words): Partial<Record<keyof typeof columns, string>> {
  const since = (time: string) => `CAST(${seconds('metrics.first_contact_reply_at', `metrics.${time}`)} AS BIGINT)`;
  const orThen = (stream: string, now: string, then: string) =>
    `CASE WHEN ${stream}.id IS NULL THEN metrics.${then} ELSE ${now} END`;
  return {
    subject: plainText('metrics.subject'),
    body_text: plainText('metrics.body'),
    contact_external_id: orThen('contacts', 'contacts.external_id', 'contact_external_id'),
    contact_name: 'contacts.name',
    contact_email: 'contacts.email',
    contact_role: 'contacts.role',
    company_name: orThen('companies', 'companies.name', 'company_name'),
    company_plan: orThen('companies', text('companies.plan', 'name'), 'company_plan'),
    admin_assignee_name: 'admins.name',
    team_assignee_name: 'teams.name',
    tags: 'tagged.tags',
    rated_teammate_name: 'rated.name',
    seconds_to_first_response: since('first_admin_reply_at'),
    seconds_to_first_close: since('first_close_at'),
    seconds_to_last_close: since('last_close_at'),
  };
}

/** What the conversations say themselves. */
function fieldsOf({ object, time }: Words, { table, custom }: ViewPlace): string {
  const { statistics, source, channel, contacts, company, conversation_rating, ai_agent, sla_applied } =
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, object(name, shape)])) as Record<
      keyof typeof shapes,
      ReturnType<Words['object']>
    >;
  const teammate = (field: string) =>
    `CASE WHEN ${conversation_rating.at('teammate', 'type')} = 'admin' THEN ${conversation_rating.at('teammate', field)} END`;
  const fields: Record<string, string> = {
    channel: `coalesce(${channel.at('initial')}, ${source.at('type')})`,
    current_channel: channel.at('current'),
    source_type: source.at('type'),
    delivered_as: source.at('delivered_as'),
    subject: source.at('subject'),
    body: source.at('body'),
    author_type: source.at('author', 'type'),
    author_id: source.at('author', 'id'),
    contact_id: contacts.at('contacts', 0, 'id'),
    contact_external_id: contacts.at('contacts', 0, 'external_id'),
    company_id: company.at('id'),
    company_name: company.at('name'),
    company_plan: company.at('plan', 'name'),
    rating: conversation_rating.at('rating'),
    rating_remark: conversation_rating.at('remark'),
    rated_at: time(`coalesce(${conversation_rating.at('updated_at')}, ${conversation_rating.at('created_at')})`),
    rated_teammate_id: teammate('id'),
    ...Object.fromEntries(
      statisticNames.map((name) => {
        const value = statistics.at(name);
        return [name, statisticsFields[name][0] === 'time' ? time(value) : value];
      }),
    ),
    ...Object.fromEntries(Object.keys(shapes.ai_agent).map((name) => [`ai_agent_${name}`, ai_agent.at(name)])),
    sla_name: sla_applied.at('sla_name'),
    sla_status: sla_applied.at('sla_status'),
  };
  const decoded = Object.entries(shapes).map(([name, shape]) => `${object(name, shape).decoded} AS ${name}`);
  const own = [...plain, ...custom('conversations')];
  return `
  SELECT ${own.join(', ')},
    ${Object.entries(fields)
      .map(([name, value]) => `${value} AS ${name}`)
      .join(',\n    ')}
  FROM (SELECT ${[...own, ...decoded].join(', ')} FROM ${table('conversations')} AS conversations) AS decoded`;
}

/** The tags of those conversations that have some. */
const tagsOf = ({ items, text, joined }: Words, { table }: ViewPlace): string => `
  SELECT tagged.id, ${joined('coalesce(tags.name, tagged.tag_name)')} AS tags
  FROM (
    SELECT conversations.id, ${text('tag.value', 'id')} AS tag_id, ${text('tag.value', 'name')} AS tag_name
    FROM ${table('conversations')} AS conversations CROSS JOIN LATERAL ${items('conversations.tags', ['tags'], 'tag')}
  ) AS tagged
  LEFT JOIN ${table('tags')} AS tags ON tags.id = tagged.tag_id
  GROUP BY tagged.id`;
