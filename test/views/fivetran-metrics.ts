/** What the dbt package fivetran/dbt_intercom makes of the views: in SQL of the test's own, and from the simulated workspace itself. */
import { readFileSync } from 'node:fs';
import type { Conversation, Part, Workspace } from '../../src/simulator/index.ts';
import type { Cell } from './fivetran-expected.ts';

const written = (seconds: number | undefined): Cell =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
const minutes = (from: number | undefined, to: number | undefined): Cell =>
  from === undefined || to === undefined ? null : Math.round(((to - from) / 60) * 100) / 100;

const isContact = ({ author }: Part) => author.type === 'user' || author.type === 'lead';
const isAdmin = ({ author }: Part) => author.type === 'admin';
const isComment = ({ part_type }: Part) => part_type === 'comment';
const isAssignment = ({ part_type }: Part) => part_type.includes('assignment');
const isResponse = (part: Part) =>
  ['comment', 'assignment'].includes(part.part_type) && isAdmin(part) && part.body !== null;
const isClose = (part: Part) => part.part_type === 'close' && isAdmin(part);

function figuresOf({ created_at, parts }: Conversation) {
  const times = (test: (part: Part) => boolean) => parts.filter(test).map((part) => part.created_at);
  const first = (test: (part: Part) => boolean) => times(test).sort((a, b) => a - b)[0];
  const last = (test: (part: Part) => boolean) => times(test).sort((a, b) => b - a)[0];
  const lastClose = last(isClose);
  const firstWords = first(isContact);
  /** Of two in one second, the smaller id. */
  const authorAt = (test: (part: Part) => boolean, at: number | undefined) =>
    parts
      .filter((part) => test(part) && part.created_at === at)
      .map(({ author }) => author.id)
      .sort()[0];
  return {
    parts: parts.length,
    reopens: times(({ part_type }) => part_type === 'open').length,
    assignments: times(isAssignment).length,
    firstResponse: first(isResponse),
    lastResponse: last(isResponse),
    firstReply: first((part) => isComment(part) && isContact(part)),
    firstClose: first(isClose),
    lastClose,
    closer: authorAt(isClose, lastClose),
    contact: authorAt(isContact, firstWords),
    minutesToResponse: minutes(created_at, first(isResponse)),
  };
}

const all = ({ conversations }: Workspace) => [...conversations.values()];
const average = (values: readonly number[]): Cell =>
  values.length === 0 ? null : Math.round((values.reduce((a, b) => a + b, 0) / values.length) * 100) / 100;

/** The Monday of its week, in UTC. */
const mondayOf = (seconds: number): string => {
  const day = Math.floor(seconds / 86_400);
  return new Date((day - ((day + 3) % 7)) * 86_400_000).toISOString().slice(0, 10);
};

/** In minutes, with two decimals. */
function median(seconds: readonly number[]): Cell {
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return low === undefined || high === undefined ? null : minutes(0, (low + high) / 2);
}

interface Closed {
  conversation: Conversation;
  figures: ReturnType<typeof figuresOf>;
}

/** How many are closed, of how many parts they are, how they were rated. */
const summary = (of: readonly Closed[]): Cell[] => [
  of.filter(({ conversation }) => conversation.state === 'closed').length,
  average(of.map(({ figures }) => figures.parts)),
  average(of.flatMap(({ conversation }) => conversation.conversation_rating?.rating ?? [])),
];

const closedOf = (workspace: Workspace): Closed[] =>
  all(workspace).map((conversation) => ({ conversation, figures: figuresOf(conversation) }));

/** Of conversations whose assignee is a teammate who is there, by who closed them last. */
const byAdmin = (workspace: Workspace, id: string): Closed[] =>
  closedOf(workspace).filter(
    ({ conversation, figures }) =>
      workspace.admins.has(String(conversation.admin_assignee_id)) && figures.closer === id,
  );

export const expectedMetrics: Record<string, (workspace: Workspace) => Cell[][]> = {
  conversations: (workspace) =>
    closedOf(workspace).map(({ conversation, figures }) => [
      conversation.id,
      figures.parts,
      figures.reopens,
      figures.assignments,
      written(figures.firstResponse),
      written(figures.lastResponse),
      written(figures.firstReply),
      written(figures.firstClose),
      written(figures.lastClose),
      figures.closer ?? null,
      figures.minutesToResponse,
    ]),
  admins: (workspace) =>
    [...workspace.admins.values()].map(({ id, name }) => [id, name, ...summary(byAdmin(workspace, id))]),
  teams: (workspace) =>
    [...workspace.teams.values()].flatMap((team) =>
      [...new Set([...team.primary_admin_ids, ...team.secondary_admin_ids])]
        .map(String)
        .map((id) => [team.name, id, ...summary(byAdmin(workspace, id))]),
    ),
  companies: (workspace) =>
    [...workspace.companies.values()].map(({ id, name }) => {
      const members = new Set(
        [...workspace.contacts.values()].filter(({ company_ids }) => company_ids.includes(id)).map((one) => one.id),
      );
      const of = closedOf(workspace).filter(({ figures }) => members.has(figures.contact ?? ''));
      return [id, name ?? null, ...summary(of)];
    }),
  weeks(workspace) {
    const closed = closedOf(workspace);
    const weekOf = ({ conversation }: Closed) => mondayOf(conversation.created_at);
    return [...new Set(closed.map(weekOf))].map((week) => {
      const of = closed.filter((one) => weekOf(one) === week);
      const seconds = of.flatMap(({ conversation, figures }) =>
        figures.firstResponse === undefined ? [] : [figures.firstResponse - conversation.created_at],
      );
      const ended = of.filter(({ conversation }) => conversation.state === 'closed').length;
      return [week, of.length, ended, seconds.length, median(seconds)];
    });
  },
  tags: (workspace) =>
    all(workspace)
      .filter(({ tags }) => tags.some(({ id }) => workspace.tags.has(id)))
      .map(({ id, tags }) => [
        id,
        tags
          .flatMap((tag) => workspace.tags.get(tag.id)?.name.trim() ?? [])
          .sort()
          .join(', '),
      ]),
};

/** The model of examples/dbt. */
const model = readFileSync(new URL('../../examples/dbt/models/support_by_week.sql', import.meta.url), 'utf8');

/** As the package defines them, on views in a schema. */
export function metricsSql(schema: string): Record<string, string> {
  const text = (time: string) => `CAST(${time} AS VARCHAR)`;
  const rounded = (value: string) => `CAST(round(CAST(${value} AS DECIMAL(20, 6)), 2) AS DOUBLE PRECISION)`;
  const figures = `
    SELECT c.id, c.state, c.conversation_rating_value AS rating, c.created_at, a.id AS assignee,
      count(p.id) AS parts,
      count(CASE WHEN p.part_type = 'open' THEN 1 END) AS reopens,
      count(CASE WHEN p.part_type LIKE '%assignment%' THEN 1 END) AS assignments,
      min(CASE WHEN p.part_type IN ('comment', 'assignment') AND p.author_type = 'admin' AND p.body IS NOT NULL THEN p.created_at END) AS first_response,
      max(CASE WHEN p.part_type IN ('comment', 'assignment') AND p.author_type = 'admin' AND p.body IS NOT NULL THEN p.created_at END) AS last_response,
      min(CASE WHEN p.part_type = 'comment' AND p.author_type IN ('user', 'lead') THEN p.created_at END) AS first_reply,
      min(CASE WHEN p.author_type IN ('user', 'lead') THEN p.created_at END) AS first_words,
      min(CASE WHEN p.part_type = 'close' AND p.author_type = 'admin' THEN p.created_at END) AS first_close,
      max(CASE WHEN p.part_type = 'close' AND p.author_type = 'admin' THEN p.created_at END) AS last_close
    FROM ${schema}.conversation_history AS c
    LEFT JOIN ${schema}.conversation_part_history AS p ON p.conversation_id = c.id AND p._fivetran_active
    LEFT JOIN ${schema}.admin AS a ON a.id = c.assignee_id AND NOT a._fivetran_deleted
    WHERE c._fivetran_active GROUP BY 1, 2, 3, 4, 5`;
  const closers = `
    SELECT f.*, (SELECT min(p.author_id) FROM ${schema}.conversation_part_history AS p
      WHERE p.conversation_id = f.id AND p.part_type = 'close' AND p.author_type = 'admin' AND p.created_at = f.last_close) AS closer
    FROM (${figures}) AS f`;
  const contacts = `
    SELECT f.*, (SELECT min(p.author_id) FROM ${schema}.conversation_part_history AS p
      WHERE p.conversation_id = f.id AND p.author_type IN ('user', 'lead') AND p.created_at = f.first_words) AS contact
    FROM (${figures}) AS f`;
  const summed =
    `count(CASE WHEN f.state = 'closed' THEN 1 END), ${rounded('avg(f.parts)')}, ${rounded('avg(f.rating)')}`
      .split(/, (?=CAST)|(?<=END\)), /)
      .map((expression, i) => `${expression} AS figure_${i}`)
      .join(', ');
  return {
    conversations: `SELECT id, parts, reopens, assignments, ${text('first_response')} AS t1, ${text('last_response')} AS t2, ${text('first_reply')} AS t3,
      ${text('first_close')} AS t4, ${text('last_close')} AS t5, closer,
      ${rounded('extract(epoch FROM (first_response - created_at)) / 60')} AS minutes FROM (${closers}) AS f`,
    admins: `SELECT a.id, a.name, ${summed} FROM ${schema}.admin AS a
      LEFT JOIN (${closers}) AS f ON f.closer = a.id AND f.assignee IS NOT NULL GROUP BY 1, 2`,
    teams: `SELECT t.name, m.admin_id, ${summed} FROM ${schema}.team AS t JOIN ${schema}.team_admin AS m ON m.team_id = t.id
      LEFT JOIN (${closers}) AS f ON f.closer = m.admin_id AND f.assignee IS NOT NULL GROUP BY 1, 2`,
    companies: `SELECT o.id, o.name, ${summed} FROM ${schema}.company_history AS o
      LEFT JOIN ${schema}.contact_company_history AS m ON m.company_id = o.id
      LEFT JOIN (${contacts}) AS f ON f.contact = m.contact_id GROUP BY 1, 2`,
    weeks: `SELECT CAST(week AS VARCHAR) AS week, conversations, closed, answered, ${rounded('median_minutes_to_answer')} AS median
      FROM (${model.replaceAll(/\{\{ source\('intercom_views', '(\w+)'\) \}\}/g, `${schema}.$1`)}) AS model`,
    tags: `SELECT c.conversation_id, string_agg(trim(t.name), ', ' ORDER BY trim(t.name)) AS names
      FROM ${schema}.conversation_tag_history AS c JOIN ${schema}.tag AS t ON t.id = c.tag_id GROUP BY 1`,
  };
}
