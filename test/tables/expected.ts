/** What each query of docs/tables.md must answer, worked out from the simulated workspace itself, by code that knows neither SQL nor the tables. */
import type { Conversation, Workspace } from '../../src/simulator/index.ts';

export type Value = string | number | boolean | null;

/** When the first sync begins: 2026-05-20 18:00:00 UTC, in unix seconds. What was deleted before is told nowhere. */
export const begun = 1_779_300_000;

const conversationsOf = ({ conversations }: Workspace): Conversation[] => [...conversations.values()];
const open = (workspace: Workspace) => conversationsOf(workspace).filter(({ state }) => state === 'open');
/** Intercom gives the latest 500. */
const partsOf = ({ parts }: Conversation) => parts.slice(-500);
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Rows of a key each, with what is made of those of one key. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => Value[], made: (of: T[]) => Value[]): Value[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, of]) => [...(JSON.parse(key) as Value[]), ...made(of)]);
}

const count = (of: readonly unknown[]): Value[] => [of.length];

function average(values: readonly unknown[]): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** The Monday of the week, by the clock of a zone. */
function weekOf(seconds: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(seconds * 1000);
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

/** By company, something of each; a company is known by its id, and shown by its name. */
const byCompany = ({ companies }: Workspace, of: ReadonlyMap<string, number>): Value[][] =>
  [...of].flatMap(([id, number]) => (companies.has(id) ? [[companies.get(id)!.name ?? null, number]] : []));

function tally(ids: readonly string[]): Map<string, number> {
  const tallied = new Map<string, number>();
  for (const id of ids) tallied.set(id, (tallied.get(id) ?? 0) + 1);
  return tallied;
}

const byPaying = ({ contacts }: Workspace): Value[][] =>
  grouped(
    [...contacts.values()],
    ({ custom_attributes: { paying } }) => [typeof paying === 'boolean' ? paying : null],
    (of) => [of.length, average(of.map(({ custom_attributes }) => custom_attributes.score))],
  );

export const expected: Record<string, (workspace: Workspace) => Value[][]> = {
  'Conversations by tag': (workspace) =>
    grouped(
      conversationsOf(workspace).flatMap(({ tags }) => tags.filter(({ id }) => workspace.tags.has(id))),
      ({ id }) => [workspace.tags.get(id)!.name],
      count,
    ),
  'Conversations by company': (workspace) =>
    byCompany(workspace, tally(conversationsOf(workspace).flatMap(({ company_id }) => company_id ?? []))),
  'Open conversations by teammate and team': (workspace) =>
    grouped(
      open(workspace),
      ({ admin_assignee_id, team_assignee_id }) => [
        workspace.admins.get(String(admin_assignee_id))?.name ?? null,
        workspace.teams.get(String(team_assignee_id))?.name ?? null,
      ],
      count,
    ),
  'Conversations by channel': (workspace) => grouped(conversationsOf(workspace), ({ source }) => [source.type], count),
  'Ratings by teammate': (workspace) =>
    grouped(
      conversationsOf(workspace).flatMap(({ conversation_rating: rating }) => {
        const admin = workspace.admins.get(rating?.teammate?.id ?? '');
        return rating && admin ? [{ name: admin.name, rating: rating.rating }] : [];
      }),
      ({ name }) => [name],
      (of) => [of.length, average(of.map(({ rating }) => rating))],
    ),
  'Median time to the first answer': (workspace) =>
    grouped(
      conversationsOf(workspace).filter(({ statistics }) => statistics.time_to_admin_reply !== null),
      ({ source }) => [source.type],
      (of) => [median(of.map(({ statistics }) => statistics.time_to_admin_reply! / 60))],
    ),
  'What never happened'(workspace) {
    const all = conversationsOf(workspace);
    const countOf = (test: (one: Conversation) => boolean) => all.filter(test).length;
    return [
      [
        all.length,
        countOf(({ statistics }) => statistics.time_to_admin_reply !== null),
        countOf(({ statistics }) => statistics.first_close_at !== null),
        countOf(({ conversation_rating }) => conversation_rating !== null),
        countOf(({ company_id }) => company_id !== null && workspace.companies.has(company_id)),
        countOf(({ admin_assignee_id }) => admin_assignee_id === 0),
      ],
    ];
  },
  'Closed since a day': (workspace) => [
    [
      conversationsOf(workspace).filter(
        ({ state, statistics }) => state === 'closed' && (statistics.last_close_at ?? 0) >= Date.UTC(2026, 2, 1) / 1000,
      ).length,
    ],
  ],
  'Messages by author': (workspace) =>
    grouped(
      conversationsOf(workspace).flatMap((one) => partsOf(one).filter(({ part_type }) => part_type === 'comment')),
      ({ author: { type, id } }) => [type, type === 'admin' ? (workspace.admins.get(id)?.name ?? null) : null],
      count,
    ),
  'The last message of each open conversation': (workspace) =>
    open(workspace).flatMap((one): Value[][] => {
      const [last] = partsOf(one)
        .filter(({ part_type }) => ['comment', 'quick_reply'].includes(part_type))
        .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1));
      return last ? [[one.id, last.author.type]] : [];
    }),
  'All messages of a conversation': (workspace) =>
    conversationsOf(workspace).flatMap((one) => [
      [one.id, iso(one.created_at), one.source.author.type, one.source.body],
      ...partsOf(one)
        .filter(({ part_type }) => ['comment', 'quick_reply'].includes(part_type))
        .map(({ created_at, author, body }) => [one.id, iso(created_at), author.type, body]),
    ]),
  'Who closed conversations last': (workspace) =>
    grouped(
      conversationsOf(workspace).filter(({ state }) => state === 'closed'),
      ({ statistics: { last_closed_by_id: id } }) => [id, workspace.admins.get(id ?? '')?.name ?? null],
      count,
    ),
  'Attachments by type': (workspace) =>
    grouped(
      conversationsOf(workspace).flatMap((one) => partsOf(one).flatMap(({ attachments }) => attachments)),
      ({ content_type }) => [String(content_type)],
      (of) => [of.length, of.reduce((sum, { filesize }) => sum + Number(filesize), 0)],
    ),
  'Contacts by a custom attribute': byPaying,
  "Contacts by a custom attribute's column": byPaying,
  'What was deleted': (workspace) => [
    ...[...workspace.deletedConversations.values()]
      .filter(({ deleted_at }) => deleted_at >= begun)
      .map(({ id, deleted_at }) => ['conversations', id, 'deleted', iso(deleted_at)]),
    ...workspace.contactActivities
      .filter(({ event_type, created_at }) => event_type === 'contact.deleted' && created_at >= begun)
      .map(({ contact_id, created_at }) => ['contacts', contact_id, 'deleted', iso(created_at)]),
  ],
  'The newest conversations': (workspace) =>
    conversationsOf(workspace)
      .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
      .slice(0, 10)
      .map(({ id, created_at, source, state }) => [id, iso(created_at), source.type, state]),
  'Open tickets by type and state': (workspace) =>
    grouped(
      [...workspace.tickets.values()].filter((ticket) => ticket.open),
      ({ ticket_type_id, ticket_state_id }) => [
        workspace.ticketTypes.get(ticket_type_id)!.name,
        workspace.ticketStates.get(ticket_state_id)!.internal_label,
      ],
      count,
    ),
  'Tickets by company': (workspace) =>
    byCompany(
      workspace,
      tally(
        [...workspace.tickets.values()].flatMap(({ contact_ids }) => [
          ...new Set(contact_ids.flatMap((id) => workspace.contacts.get(id)?.company_ids ?? [])),
        ]),
      ),
    ),
  'Contacts per company'(workspace) {
    const ids = [...workspace.contacts.values()].flatMap(({ company_ids }) => company_ids);
    const none: [string, number][] = [...workspace.companies.keys()].map((id) => [id, 0]);
    return byCompany(workspace, new Map([...none, ...tally(ids)]));
  },
  'Contacts without a company or a tag': (workspace) =>
    grouped(
      [...workspace.contacts.values()].filter(({ company_ids, tags }) => company_ids.length + tags.length === 0),
      ({ role }) => [role],
      count,
    ),
  'New conversations by week': (workspace) =>
    grouped(conversationsOf(workspace), ({ created_at }) => [weekOf(created_at, 'America/Los_Angeles')], count),
  'A list inside of a column': (workspace) =>
    grouped(
      conversationsOf(workspace).flatMap(({ statistics }) => statistics.assigned_team_first_response_time),
      ({ team_name }) => [team_name],
      (of) => [of.length, average(of.map(({ response_time }) => response_time))],
    ),
};
