/** What each view must hold, worked out from the simulated workspace itself, by code that knows neither SQL nor the tables. */
import type { Conversation, Part, Workspace } from '../../src/simulator/index.ts';

export type Value = unknown;
export type Row = Record<string, Value>;

/** What Intercom shows inside a conversation of things that change without it. */
interface Shown {
  updated_at: number;
  external_id: string | null;
  company: { id: string; name: string | null; plan: string | null } | null;
  tags: { id: string; name: string }[];
}

/** What was shown by conversation: it stays in the tables until the conversation changes. */
export type ShownBefore = ReadonlyMap<string, Shown>;

export interface Around {
  zone: string;
  /** As a sync before this one was shown it. */
  before: ShownBefore;
}

export const shownNow = (workspace: Workspace): ShownBefore =>
  new Map([...workspace.conversations.values()].map((one) => [one.id, shownOf(workspace, one)]));

function shownOf({ contacts, companies, tags }: Workspace, one: Conversation): Shown {
  const company = companies.get(one.company_id ?? '');
  return {
    updated_at: one.updated_at,
    external_id: contacts.get(one.contact_ids[0] ?? '')?.external_id ?? null,
    company: company ? { id: company.id, name: company.name ?? null, plan: company.plan?.name ?? null } : null,
    tags: one.tags.flatMap(({ id }) => tags.get(id) ?? []),
  };
}

const iso = (seconds: number | null | undefined): string | null =>
  seconds === null || seconds === undefined ? null : new Date(seconds * 1000).toISOString().replace('.000', '');

const orNull = (id: number): string | null => (id === 0 ? null : String(id));

function plainText(html: string | null): string | null {
  if (html === null) return null;
  const named: Record<string, string> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h[1-6]|tr)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(nbsp|lt|gt|quot|#39|amp);/g, (_, name: string) => named[name]!)
    .replace(/^[ \n]+|[ \n]+$/g, '');
}

const statisticTimes = [
  ...['first_contact_reply_at', 'first_assignment_at', 'first_admin_reply_at', 'first_close_at', 'last_assignment_at'],
  ...['last_assignment_admin_reply_at', 'last_contact_reply_at', 'last_admin_reply_at', 'last_close_at'],
];

function metricsOf(workspace: Workspace, one: Conversation, { before }: Around): Row {
  const { contacts, companies, admins, teams, tags } = workspace;
  const { source, statistics, conversation_rating: rating, channel, ai_agent: fin } = one;
  const then = before.get(one.id);
  const shown = then?.updated_at === one.updated_at ? then : shownOf(workspace, one);
  const contact = contacts.get(one.contact_ids[0] ?? '');
  const company = companies.get(shown.company?.id ?? '');
  const rated = rating?.teammate?.type === 'admin' ? rating.teammate.id : null;
  const since = (time: number | null) =>
    time === null || statistics.first_contact_reply_at === null ? null : time - statistics.first_contact_reply_at;
  const names = shown.tags.map(({ id, name }) => tags.get(id)?.name ?? name);
  const counted = Object.fromEntries(
    Object.entries({ ...statistics, count_conversation_parts: one.parts.length }).map(([name, value]) => [
      name,
      statisticTimes.includes(name) ? iso(value as number | null) : value,
    ]),
  );
  return {
    id: one.id,
    title: one.title,
    created_at: iso(one.created_at),
    updated_at: iso(one.updated_at),
    state: one.state,
    open: one.state !== 'closed',
    read: one.read,
    priority: one.priority,
    waiting_since: iso(one.waiting_since),
    snoozed_until: iso(one.snoozed_until),
    channel: channel?.initial ?? source.type,
    current_channel: channel?.current ?? null,
    source_type: source.type,
    delivered_as: source.delivered_as,
    subject: plainText(source.subject),
    body_text: plainText(source.body),
    author_type: source.author.type,
    author_id: source.author.id,
    contact_id: one.contact_ids[0] ?? null,
    contact_external_id: contact ? contact.external_id : shown.external_id,
    contact_name: contact?.name ?? null,
    contact_email: contact?.email ?? null,
    contact_role: contact?.role ?? null,
    company_id: shown.company?.id ?? null,
    company_name: company ? (company.name ?? null) : (shown.company?.name ?? null),
    company_plan: company ? (company.plan?.name ?? null) : (shown.company?.plan ?? null),
    admin_assignee_id: orNull(one.admin_assignee_id),
    admin_assignee_name: admins.get(String(one.admin_assignee_id))?.name ?? null,
    team_assignee_id: orNull(one.team_assignee_id),
    team_assignee_name: teams.get(String(one.team_assignee_id))?.name ?? null,
    tags: names.length === 0 ? null : names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join(', '),
    rating: rating?.rating ?? null,
    rating_remark: rating?.remark ?? null,
    rated_at: iso(rating?.updated_at),
    rated_teammate_id: rated,
    rated_teammate_name: admins.get(rated ?? '')?.name ?? null,
    seconds_to_first_response: since(statistics.first_admin_reply_at),
    seconds_to_first_close: since(statistics.first_close_at),
    seconds_to_last_close: since(statistics.last_close_at),
    ...counted,
    ai_agent_participated: one.ai_agent_participated,
    ...Object.fromEntries(
      ['source_type', 'source_title', 'last_answer_type', 'resolution_state', 'rating', 'rating_remark'].map((name) => [
        `ai_agent_${name}`,
        fin?.[name] ?? null,
      ]),
    ),
    sla_name: one.sla_applied?.sla_name ?? null,
    sla_status: one.sla_applied?.sla_status ?? null,
  };
}

/** Intercom gives the latest 500. */
const given = ({ parts }: Conversation): Part[] => parts.slice(-500);

function partRow({ admins, teams }: Workspace, one: Conversation, part: Part, place: number): Row {
  const { author, assigned_to: to } = part;
  return {
    id: part.id,
    conversation_id: one.id,
    position: place + 1,
    part_type: part.part_type,
    created_at: iso(part.created_at),
    updated_at: iso(part.updated_at),
    state: part.state,
    author_type: author.type,
    author_id: author.id,
    author_name: author.name,
    author_email: author.email,
    from_ai_agent: author.from_ai_agent,
    is_ai_answer: author.is_ai_answer,
    is_note: ['note', 'note_and_reopen'].includes(part.part_type),
    assigned_to_type: to?.type ?? null,
    assigned_to_id: to?.id ?? null,
    assigned_to_name: to ? ((to.type === 'admin' ? admins : teams).get(to.id)?.name ?? null) : null,
    redacted: part.redacted,
    attachments_count: part.attachments.length,
    email_subject: part.email_message_metadata?.subject ?? null,
    body: part.body,
    body_text: plainText(part.body),
  };
}

/** A date as the clocks of a place have it. */
function dateIn(zone: string): (seconds: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (seconds) => format.format(seconds * 1000);
}

interface Day {
  name: string | null;
  replied: Set<string>;
  replies: number;
  notes: number;
  closes: number;
  assigned: number;
  waits: number[];
  ratings: number[];
}

function teammateDays(workspace: Workspace, { zone }: Around): Row[] {
  const date = dateIn(zone);
  const days = new Map<string, Day>();
  const at = (seconds: number, id: string, name: string | null = null): Day => {
    const key = `${date(seconds)} ${id}`;
    const day = days.get(key) ?? {
      ...{
        name: null,
        replied: new Set<string>(),
        replies: 0,
        notes: 0,
        closes: 0,
        assigned: 0,
        waits: [],
        ratings: [],
      },
    };
    days.set(key, day);
    day.name ??= name;
    return day;
  };
  for (const one of workspace.conversations.values()) {
    const isContact = (type: string) => type === 'user' || type === 'lead';
    let waiting = isContact(one.source.author.type) ? one.created_at : null;
    for (const { part_type: type, author, assigned_to: to, created_at, body } of given(one)) {
      if (isContact(author.type) && ['comment', 'quick_reply', 'open'].includes(type)) waiting ??= created_at;
      if (to?.type === 'admin' && /assign/.test(type)) at(created_at, to.id).assigned += 1;
      if (author.type !== 'admin' || author.from_ai_agent) continue;
      const saysSomething = body !== null && body !== '';
      if (type === 'comment' || (saysSomething && (type === 'open' || type === 'close'))) {
        const day = at(created_at, author.id, author.name);
        day.replies += 1;
        day.replied.add(one.id);
        if (waiting !== null) day.waits.push(created_at - waiting);
        waiting = null;
      }
      if (type.startsWith('note')) at(created_at, author.id, author.name).notes += 1;
      if (type === 'close') at(created_at, author.id, author.name).closes += 1;
    }
    const rating = one.conversation_rating;
    if (rating?.teammate?.type === 'admin') at(rating.updated_at, rating.teammate.id).ratings.push(rating.rating);
  }
  return [...days].map(([key, day]) => {
    const [on, id] = key.split(' ') as [string, string];
    const sorted = day.waits.sort((a, b) => a - b);
    const half = sorted.length / 2;
    return {
      day: on,
      teammate_id: id,
      teammate_name: workspace.admins.get(id)?.name ?? day.name,
      conversations_replied: day.replied.size,
      replies: day.replies,
      notes: day.notes,
      closes: day.closes,
      assignments_received: day.assigned,
      median_reply_seconds: half === 0 ? null : (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2,
      ratings_received: day.ratings.length,
      average_rating:
        day.ratings.length === 0 ? null : day.ratings.reduce((sum, rating) => sum + rating, 0) / day.ratings.length,
    };
  });
}

/** By going through each conversation's history: the simulator writes the state after each part into it. */
function backlog({ conversations }: Workspace, { zone }: Around): Row[] {
  const date = dateIn(zone);
  const all = [...conversations.values()];
  const dates: string[] = [];
  const last = date(Math.max(...all.map(({ updated_at }) => updated_at)));
  // Twelve hours at a time: no day is left out where one has 23.
  for (let at = Math.min(...all.map(({ created_at }) => created_at)); dates.at(-1) !== last; at += 43_200)
    if (dates.at(-1) !== date(at)) dates.push(date(at));
  const rows = new Map(dates.map((day) => [day, { day, opened: 0, closed: 0, reopened: 0, open_at_end: 0 }]));
  for (const one of all) {
    rows.get(date(one.created_at))!.opened += 1;
    const history = [
      { at: one.created_at, closed: false },
      ...one.parts.map((part) => ({ at: part.created_at, closed: part.state === 'closed' })),
      { at: one.updated_at, closed: one.state === 'closed' },
    ].map(({ at, closed }) => ({ on: date(at), closed }));
    history.forEach(({ on, closed }, i) => {
      const was = history[i - 1]?.closed ?? false;
      if (closed && !was) rows.get(on)!.closed += 1;
      if (was && !closed) rows.get(on)!.reopened += 1;
    });
    for (const row of rows.values())
      if (history.findLast(({ on }) => on <= row.day)?.closed === false) row.open_at_end += 1;
  }
  return [...rows.values()];
}

export const expected: Record<string, (workspace: Workspace, around: Around) => Row[]> = {
  conversation_metrics: (workspace, around) =>
    [...workspace.conversations.values()].map((one) => metricsOf(workspace, one, around)),
  conversation_parts_flat: (workspace) =>
    [...workspace.conversations.values()].flatMap((one) =>
      given(one).map((part, place) => partRow(workspace, one, part, place)),
    ),
  teammate_metrics: teammateDays,
  daily_backlog: backlog,
};
