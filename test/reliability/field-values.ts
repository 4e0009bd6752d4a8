/** Values for every field that Intercom's people can change, by kind of record: of the right type, and awkward ones. */
import type { Random } from '../../src/simulator/engine/random.ts';
import type { JsonObject, Workspace } from '../../src/simulator/index.ts';

type Value = (random: Random, workspace: Workspace) => unknown;

const awkward = [
  '',
  ' ',
  'null',
  '0',
  '2024-01-01T00:00:00Z',
  'Zoë – “Ünïcode” 👩‍👩‍👧 名前 عربى',
  'a, b; "c"\t\'d\'\r\n\\e {f: [g]}',
  '<p>&amp; <b>bold</b></p>',
];

const text: Value = (random) => {
  if (random.chance(0.02)) return random.hex(30_000);
  return random.chance(0.4) ? random.pick(awkward) : `Text ${random.hex(8)}`;
};
const bool: Value = (random) => random.chance(0.5);
const int: Value = (random) => random.pick([0, 1, -1, random.int(0, 100_000), 2 ** 40 + random.int(0, 9)]);
const time: Value = (random) => random.int(1_500_000_000, 1_760_000_000);
const oneOf =
  (...values: unknown[]): Value =>
  (random) =>
    random.pick(values);
const orNull =
  (value: Value): Value =>
  (random, workspace) =>
    random.chance(0.25) ? null : value(random, workspace);
const orNothing =
  (value: Value): Value =>
  (random, workspace) =>
    random.chance(0.25) ? undefined : value(random, workspace);
const listOf =
  (value: Value): Value =>
  (random, workspace) =>
    Array.from({ length: random.int(0, 3) }, () => value(random, workspace));
const object =
  (fields: Record<string, Value>): Value =>
  (random, workspace) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value(random, workspace)]));
const some =
  (
    kind: 'contacts' | 'admins' | 'teams' | 'tags' | 'companies' | 'ticketStates' | 'ticketTypes',
    most: number,
  ): Value =>
  (random, workspace) =>
    random.sample([...workspace[kind].keys()], random.int(0, most));
const assignee =
  (kind: 'admins' | 'teams'): Value =>
  (random, workspace) =>
    Number(random.pick(['0', ...workspace[kind].keys()]));
/** What a custom attribute may hold: any plain value. */
const custom: Value = (random, workspace) =>
  Object.fromEntries(
    random
      .sample(['score', 'logins', 'Ünïcode 👍', 'with "quotes"', 'a b', 'a.b'], random.int(0, 4))
      .map((name) => [
        name,
        noNumeral(random.pick([text, int, bool, orNull(text), () => random.int(-999, 999) / 8])(random, workspace)),
      ]),
  );
/** The workspace declares some attributes as numbers: a text that is one is a number to those who asked for the types, and a text to others. */
const noNumeral = (value: unknown): unknown => (value === '0' ? 'none' : value);
/** What is known by it has a row of its own. */
const number: Value = (random) => String(random.int(1, 999_999_999));
const link = object({ type: oneOf('ticket', 'conversation'), id: number, category: orNull(text) });
const attachment = object({ type: () => 'upload', name: text, url: text, content_type: () => 'image/png' });

/** Other values of some fields of an object, each of the type of the one that is there. What it is known by stays. */
export const valuesLike = (held: object, random: Random): object =>
  Object.fromEntries(
    Object.entries(held).map(([name, value]) => [
      name,
      name === 'id' || random.chance(0.5) ? value : valueLike(value, name, random),
    ]),
  );

function valueLike(held: unknown, name: string, random: Random): unknown {
  if (typeof held === 'boolean') return random.chance(0.5);
  const isTime = name.endsWith('_at');
  if (typeof held === 'number' || (held === null && isTime))
    return isTime ? random.int(1_500_000_000, 1_760_000_000) : random.int(0, 9_999);
  if (held === null && name === 'input_options') return { multiline: random.chance(0.5) };
  if (typeof held === 'string' || held === null)
    return random.chance(0.4) ? random.pick(awkward) : `Text ${random.hex(8)}`;
  if (Array.isArray(held)) {
    const some = random.sample(held, random.int(0, held.length));
    return name.endsWith('_ids') ? some : some.map((one) => valueLike(one, name, random));
  }
  return typeof held === 'object' ? valuesLike(held, random) : held;
}

/** By kind of record and field, in the simulator's own words. */
const values = {
  contacts: {
    ...named('external_id email email_domain phone name language_override avatar', orNull(text)),
    ...named('browser browser_version browser_language os', orNull(text)),
    ...named(
      'android_app_name android_app_version android_device android_os_version android_sdk_version',
      orNull(text),
    ),
    ...named('ios_app_name ios_app_version ios_device ios_os_version ios_sdk_version', orNull(text)),
    ...named('has_hard_bounced marked_email_as_spam unsubscribed_from_emails', bool),
    ...named('signed_up_at last_seen_at last_replied_at last_contacted_at', orNull(time)),
    ...named('last_email_opened_at last_email_clicked_at android_last_seen_at ios_last_seen_at', orNull(time)),
    owner_id: (random: Random, workspace: Workspace) => Number(random.pick([...workspace.admins.keys()])),
    custom_attributes: custom,
    location: object({ country: orNull(text), region: orNull(text), city: orNull(text) }),
    social_profiles: listOf(object({ name: text, url: text })),
  },
  companies: {
    ...named('name website industry', orNothing(text)),
    ...named('remote_created_at last_request_at', orNothing(time)),
    size: orNothing(int),
    ...named('monthly_spend session_count', int),
    plan: orNull(object({ id: text, name: text })),
    custom_attributes: custom,
  },
  conversations: {
    title: orNull(text),
    ...named('waiting_since snoozed_until', orNull(time)),
    state: oneOf('open', 'closed', 'snoozed'),
    priority: oneOf('none', 'low', 'medium', 'high', 'urgent'),
    ...named('read ai_agent_participated sales_agent_participated', bool),
    admin_assignee_id: assignee('admins'),
    team_assignee_id: assignee('teams'),
    company_id: (random: Random, workspace: Workspace) => random.pick([null, ...workspace.companies.keys()]),
    contact_ids: some('contacts', 3),
    custom_attributes: custom,
    conversation_rating: (random: Random, workspace: Workspace) => {
      const [contact_id] = random.sample([...workspace.contacts.keys()], 1);
      const rating = object({ rating: oneOf(1, 5), remark: orNull(text), created_at: time, updated_at: time });
      return contact_id === undefined || random.chance(0.3)
        ? null
        : { ...(rating(random, workspace) as JsonObject), contact_id, teammate: null };
    },
    first_contact_reply: orNull(object({ created_at: time, type: oneOf('conversation', 'email'), url: orNull(text) })),
    sla_applied: orNull(object({ sla_name: text, sla_status: oneOf('hit', 'missed', 'cancelled', 'active') })),
    ai_agent: orNull(
      object({
        source_type: text,
        source_title: orNull(text),
        rating: orNull(int),
        created_at: time,
        updated_at: time,
      }),
    ),
    sales_agent: orNull(object({ outcome: text, routing_outcome: text, collected_data: custom })),
    channel: orNull(object({ initial: orNull(text), current: orNull(text) })),
    external_references: listOf(object({ type: text, id: text })),
    linked_objects: listOf(link),
    topics: listOf(object({ id: number, name: text })),
    monitor_evaluations: listOf(
      object({
        monitor_id: oneOf('4410', '4411'),
        ...named('monitor_name monitor_type explanation', orNull(text)),
        result: text,
        evaluated_at: orNull(time),
      }),
    ),
    scorecards: listOf(
      object({
        scorecard_id: oneOf('551', '553'),
        scorecard_version_id: number,
        ...named('name scorecard_type', text),
        passed: orNull(bool),
        ...named('score ai_score', orNull(int)),
        evaluated_at: orNull(time),
        reviewed_teammate: object({ type: oneOf('ai', 'admin'), admin_id: orNull(number) }),
        evaluators: listOf(object({ evaluator_id: number, result: orNull(object({ value: text, source: text })) })),
      }),
    ),
  },
  /** Of the message that began a conversation. */
  sources: {
    subject: text,
    body: text,
    url: orNull(text),
    redacted: bool,
    attachments: listOf(attachment),
  },
  parts: {
    body: orNull(text),
    redacted: bool,
    attachments: listOf(attachment),
    external_id: orNull(text),
    notified_at: time,
    tag_ids: some('tags', 2),
    app_package_code: orNull(text),
    state: oneOf('open', 'closed', 'snoozed'),
    assigned_to: orNull(object({ type: oneOf('admin', 'team'), id: text })),
  },
  tickets: {
    ticket_attributes: custom,
    contact_ids: some('contacts', 3),
    admin_assignee_id: assignee('admins'),
    team_assignee_id: assignee('teams'),
    ticket_state_id: (random: Random, workspace: Workspace) => random.pick([...workspace.ticketStates.keys()]),
    ticket_type_id: (random: Random, workspace: Workspace) => random.pick([...workspace.ticketTypes.keys()]),
    ...named('open is_shared', bool),
    snoozed_until: orNull(time),
    linked_objects: listOf(link),
  },
  ticketParts: {
    body: orNull(text),
    redacted: bool,
    attachments: listOf(attachment),
    external_id: orNull(text),
    ticket_state: oneOf('submitted', 'in_progress', 'waiting_on_customer', 'resolved'),
    app_package_code: orNothing(text),
    assigned_to: orNull(object({ type: oneOf('admin', 'team'), id: text })),
  },
  tags: { name: text },
  segments: { name: text, person_type: oneOf('user', 'contact') },
  teams: {
    name: text,
    assignment_limit: orNull(int),
    distribution_method: orNull(text),
    primary_admin_ids: someNumbers,
    secondary_admin_ids: someNumbers,
  },
  admins: {
    ...named('name job_title email', text),
    ...named('away_mode_enabled away_mode_reassign has_inbox_seat', bool),
    away_status_reason_id: orNull(int),
    avatar: orNull(text),
    role: orNull(object({ id: text, name: text })),
  },
  dataAttributes: {
    ...named('label description', text),
    ...named('archived api_writable messenger_writable ui_writable', bool),
    options: orNothing(listOf(text)),
  },
} satisfies Record<string, Record<string, Value>>;

function someNumbers(random: Random, workspace: Workspace): number[] {
  return random.sample([...workspace.admins.keys()], random.int(0, 3)).map(Number);
}

function named(names: string, value: Value): Record<string, Value> {
  return Object.fromEntries(names.split(' ').map((name) => [name, value]));
}

/** New values of one to four fields of a record of that kind, or of all that there are. */
export function newValues(kind: keyof typeof values, workspace: Workspace, random: Random): JsonObject {
  const fields = Object.entries<Value>(values[kind]);
  const chosen = random.chance(0.1) ? fields : random.sample(fields, random.int(1, 4));
  return Object.fromEntries(chosen.map(([name, value]) => [name, value(random, workspace)])) as JsonObject;
}
