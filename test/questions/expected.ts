/** What each question must answer, worked out from the simulated workspace itself, by code that knows neither SQL nor the tables. */
import type { Conversation, Workspace } from '../../src/simulator/index.ts';

export type Value = string | number | boolean | null;

/** The time zone of the workspace, and the moment at which it is asked, in unix seconds. */
interface Around {
  zone: string;
  now: number;
}

type Expected = (workspace: Workspace, around: Around) => Value[][];

const aDay = 86_400;

/** A time as the clocks of a place show it. */
export function clocks(zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', weekday: 'short' },
  });
  const partsAt = (seconds: number) =>
    Object.fromEntries(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  const day = (seconds: number) => {
    const { year, month, day } = partsAt(seconds);
    return `${year}-${month}-${day}`;
  };
  return {
    day,
    month: (seconds: number) => `${day(seconds).slice(0, 7)}-01`,
    week(seconds: number) {
      const date = new Date(`${day(seconds)}T00:00:00Z`);
      const sinceMonday = (date.getUTCDay() + 6) % 7;
      return new Date(date.getTime() - sinceMonday * aDay * 1000).toISOString().slice(0, 10);
    },
    hour: (seconds: number) => Number(partsAt(seconds).hour),
    weekday: (seconds: number) => partsAt(seconds).weekday!,
  };
}

/** Between two values in proportion, where the part lies between them. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}

function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : (part / whole) * 100);

const all = ({ conversations }: Workspace): Conversation[] => [...conversations.values()];
const isUnclosed = ({ state }: Conversation) => state !== 'closed';
const countOf = <T>(items: readonly T[], test: (item: T) => unknown) => items.filter(test).length;

/** By the second column downwards, then by the first. */
const largestFirst = (a: Value[], b: Value[]) => Number(b[1]) - Number(a[1]) || (a[0]! < b[0]! ? -1 : 1);

const durations = (unit: number, times: readonly { week: string; seconds: number }[]): Value[][] =>
  grouped(times, ({ week }) => week).map(([week, of]) => {
    const values = of.map(({ seconds }) => seconds / unit);
    return [week, of.length, quantile(values, 0.5), quantile(values, 0.9)];
  });

const teamOf = (workspace: Workspace) => (one: Conversation) =>
  workspace.teams.get(String(one.team_assignee_id))?.name ?? '(no team)';

const assigneeOf = (workspace: Workspace) => (one: Conversation) =>
  one.admin_assignee_id === 0
    ? '(nobody)'
    : (workspace.admins.get(String(one.admin_assignee_id))?.name ?? '(former teammate)');

/** By whom, how many, median and 90th percentile, the most first. */
function durationsBy(unit: number, of: readonly Conversation[], { by, field }: TimedBy): Value[][] {
  const timed = of.filter(({ statistics }) => statistics[field] !== null);
  return grouped(timed, by)
    .map(([name, group]): Value[] => {
      const values = group.map(({ statistics }) => statistics[field]! / unit);
      return [name, group.length, quantile(values, 0.5), quantile(values, 0.9)];
    })
    .sort(largestFirst);
}

interface TimedBy {
  by(one: Conversation): string;
  field: 'time_to_admin_reply' | 'time_to_last_close';
}

const closed = (workspace: Workspace) => all(workspace).filter(({ state }) => state === 'closed');

const adminsIn = ({ parts }: Conversation) =>
  new Set(parts.flatMap(({ author }) => (author.type === 'admin' ? [author.id] : [])));

export const expected: Record<string, Expected> = {
  'first-response': (workspace, { zone }) =>
    durations(
      60,
      all(workspace).flatMap(({ created_at, statistics: { time_to_admin_reply: seconds } }) =>
        seconds === null ? [] : [{ week: clocks(zone).week(created_at), seconds }],
      ),
    ),
  'time-to-close': (workspace, { zone }) =>
    durations(
      3600,
      all(workspace).flatMap(({ state, statistics: { last_close_at, time_to_last_close: seconds } }) =>
        state !== 'closed' || last_close_at === null || seconds === null
          ? []
          : [{ week: clocks(zone).week(last_close_at), seconds }],
      ),
    ),
  'first-response-by-team': (workspace) =>
    durationsBy(60, all(workspace), { by: teamOf(workspace), field: 'time_to_admin_reply' }),
  'first-response-by-teammate': (workspace) =>
    durationsBy(60, all(workspace), { by: assigneeOf(workspace), field: 'time_to_admin_reply' }),
  'time-to-close-by-team': (workspace) =>
    durationsBy(3600, closed(workspace), { by: teamOf(workspace), field: 'time_to_last_close' }),
  'time-to-close-by-teammate': (workspace) =>
    durationsBy(3600, closed(workspace), { by: assigneeOf(workspace), field: 'time_to_last_close' }),
  'busiest-hours'(workspace, { zone }) {
    const { hour, weekday } = clocks(zone);
    const begun = all(workspace).filter(({ source }) => ['user', 'lead'].includes(source.author.type));
    return Array.from({ length: 24 }, (_, at) => {
      const inHour = begun.filter(({ created_at }) => hour(created_at) === at);
      const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
      return [
        at,
        ...days.map((day) => countOf(inHour, ({ created_at }) => weekday(created_at) === day)),
        inHour.length,
      ];
    });
  },
  backlog(workspace, { zone, now }) {
    const { day } = clocks(zone);
    const today = Date.parse(`${day(now)}T00:00:00Z`);
    const spans = all(workspace).map((one) => ({
      begun: day(one.created_at),
      closed: isUnclosed(one) ? '9999' : day(one.statistics.last_close_at ?? one.updated_at),
    }));
    return Array.from({ length: 28 }, (_, i) => {
      const date = new Date(today - (27 - i) * aDay * 1000).toISOString().slice(0, 10);
      return [
        date,
        countOf(spans, ({ begun }) => begun === date),
        countOf(spans, ({ closed }) => closed === date),
        countOf(spans, ({ begun, closed }) => begun <= date && closed > date),
      ];
    });
  },
  'open-by-age'(workspace, { now }) {
    const steps: [string, number][] = [
      ['under 1 day', 1],
      ['1 to 3 days', 3],
      ['3 to 7 days', 7],
      ['7 to 30 days', 30],
      ['30 days and more', Number.POSITIVE_INFINITY],
    ];
    const ageOf = ({ created_at }: Conversation) => steps.findIndex(([, most]) => (now - created_at) / aDay < most);
    return grouped(all(workspace).filter(isUnclosed), (one) => String(ageOf(one))).map(([step, of]) => [
      steps[Number(step)]![0],
      of.length,
      countOf(of, ({ state }) => state === 'snoozed'),
      countOf(of, ({ waiting_since }) => waiting_since !== null),
    ]);
  },
  'csat-by-team': (workspace) =>
    grouped(
      all(workspace).filter((one) => one.conversation_rating),
      (one) => workspace.teams.get(String(one.team_assignee_id))?.name ?? '(no team)',
    )
      .map(([team, of]): Value[] => {
        const ratings = of.map((one) => one.conversation_rating!.rating);
        const average = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
        const good = countOf(ratings, (rating) => rating === 4 || rating === 5);
        return [team, ratings.length, average, share(good, ratings.length)];
      })
      .sort(largestFirst),
  'csat-by-month': (workspace, { zone }) =>
    grouped(
      all(workspace).filter((one) => one.conversation_rating),
      ({ created_at }) => clocks(zone).month(created_at),
    ).map(([month, of]) => {
      const ratings = of.map((one) => one.conversation_rating!.rating);
      const average = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
      return [
        month,
        ratings.length,
        average,
        share(
          countOf(ratings, (rating) => rating > 3),
          ratings.length,
        ),
      ];
    }),
  'by-week-and-channel': (workspace, { zone }) =>
    grouped(all(workspace), ({ created_at, source }) => `${clocks(zone).week(created_at)}|${source.type}`).map(
      ([key, of]) => [...key.split('|'), of.length],
    ),
  'by-channel': (workspace) =>
    grouped(all(workspace), ({ source }) => source.type)
      .map(([channel, of]): Value[] => [
        channel,
        of.length,
        share(of.length, workspace.conversations.size),
        countOf(of, isUnclosed),
      ])
      .sort(largestFirst),
  'by-tag': (workspace) =>
    [...workspace.tags.values()]
      .map(({ id, name }): Value[] => {
        const tagged = all(workspace).filter(({ tags }) => tags.some((tag) => tag.id === id));
        return [name, tagged.length, share(tagged.length, workspace.conversations.size), countOf(tagged, isUnclosed)];
      })
      .filter(([, count]) => count !== 0)
      .sort(largestFirst),
  'by-topic'(workspace) {
    const topics = new Map(all(workspace).flatMap((one) => one.topics.map(({ id, name }) => [id, name] as const)));
    return [...topics]
      .map(([id, name]): Value[] => {
        const about = all(workspace).filter(({ topics }) => topics.some((topic) => topic.id === id));
        return [name, about.length, share(about.length, workspace.conversations.size), countOf(about, isUnclosed)];
      })
      .sort(largestFirst);
  },
  'growing-tags'(workspace, { now }) {
    const applied = all(workspace).flatMap(({ tags }) => tags);
    return [...workspace.tags.values()]
      .map(({ id, name }): Value[] => {
        const ages = applied.filter((tag) => tag.id === id).map(({ applied_at }) => (now - applied_at) / aDay);
        const recent = countOf(ages, (days) => days >= 0 && days < 30);
        const earlier = countOf(ages, (days) => days >= 30 && days < 60);
        return [name, recent, earlier, recent - earlier];
      })
      .filter(([, recent, earlier]) => recent !== 0 || earlier !== 0)
      .sort((a, b) => Number(b[3]) - Number(a[3]) || largestFirst(a, b));
  },
  'by-teammate': (workspace) =>
    [...new Set(all(workspace).flatMap((one) => [...adminsIn(one)]))]
      .map((id): Value[] => {
        const handled = all(workspace).filter((one) => adminsIn(one).has(id));
        const times = handled.flatMap(({ statistics }) => statistics.median_time_to_reply ?? []);
        return [
          workspace.admins.get(id)?.name ?? '(former teammate)',
          handled.length,
          countOf(handled, ({ statistics }) => statistics.last_closed_by_id === id),
          times.length === 0 ? null : quantile(times, 0.5) / 60,
        ];
      })
      .sort(largestFirst),
  'reopen-rate': (workspace, { zone }) =>
    grouped(
      all(workspace).filter(({ statistics }) => statistics.first_close_at !== null),
      ({ created_at }) => clocks(zone).month(created_at),
    ).map(([month, of]) => {
      const reopened = countOf(of, ({ statistics }) => statistics.count_reopens > 0);
      return [month, of.length, reopened, share(reopened, of.length)];
    }),
  fin: (workspace, { zone }) =>
    grouped(all(workspace), ({ created_at }) => clocks(zone).month(created_at)).map(([month, of]) => {
      const involved = of.filter((one) => one.ai_agent_participated);
      const resolved = countOf(involved, ({ ai_agent }) => /_resolution$/.test(String(ai_agent?.resolution_state)));
      const rates = [share(involved.length, of.length), resolved, share(resolved, involved.length)];
      return [month, of.length, involved.length, ...rates];
    }),
  'fin-outcomes': (workspace, { zone }) =>
    grouped(
      all(workspace).filter((one) => one.ai_agent_participated),
      ({ created_at }) => clocks(zone).month(created_at),
    ).map(([month, of]) => {
      const ended = (...states: (string | null)[]) =>
        countOf(of, ({ ai_agent }) => states.includes((ai_agent?.resolution_state ?? null) as string | null));
      const [resolved, escalated] = [ended('confirmed_resolution', 'assumed_resolution'), ended('escalated')];
      const others = [ended('procedure_handoff'), ended('negative_feedback'), ended(null)];
      return [
        month,
        of.length,
        resolved,
        escalated,
        ...others,
        share(resolved, of.length),
        share(escalated, of.length),
      ];
    }),
  'top-companies': (workspace, { now }) =>
    [...workspace.companies.values()]
      .map(({ id, name }): Value[] => {
        const of = all(workspace).filter(({ company_id }) => company_id === id);
        const recent = countOf(of, ({ created_at }) => now - created_at < 90 * aDay);
        return [id, name ?? null, of.length, recent, countOf(of, isUnclosed)];
      })
      .filter(([, , count]) => count !== 0)
      .sort((a, b) => Number(b[2]) - Number(a[2]) || (a[0]! < b[0]! ? -1 : 1))
      .slice(0, 20),
  tickets: (workspace, { now }) =>
    grouped([...workspace.tickets.values()], ({ ticket_type_id, ticket_state_id }) =>
      JSON.stringify([ticket_type_id, ticket_state_id]),
    )
      .map(([, of]): Value[] => {
        const state = workspace.ticketStates.get(of[0]!.ticket_state_id)!;
        const oldest = Math.min(...of.map(({ created_at }) => created_at));
        const type = workspace.ticketTypes.get(of[0]!.ticket_type_id)!.name;
        return [type, state.internal_label, state.category, of.length, (now - oldest) / aDay];
      })
      .sort((a, b) =>
        a[0] === b[0] ? Number(b[3]) - Number(a[3]) || (a[1]! < b[1]! ? -1 : 1) : a[0]! < b[0]! ? -1 : 1,
      ),
  'new-contacts': ({ contacts }, { zone }) =>
    grouped(contacts.values(), ({ created_at }) => clocks(zone).month(created_at)).map(([month, of]) => [
      month,
      countOf(of, ({ role }) => role === 'user'),
      countOf(of, ({ role }) => role === 'lead'),
      of.length,
    ]),
  unanswered: (workspace, { now }) =>
    all(workspace)
      .filter((one) => isUnclosed(one) && one.waiting_since !== null)
      .sort((a, b) => a.waiting_since! - b.waiting_since! || (a.id < b.id ? -1 : 1))
      .map(({ id, waiting_since, state, source, statistics }) => [
        id,
        new Date(waiting_since! * 1000).toISOString().replace('.000', ''),
        (now - waiting_since!) / 3600,
        state,
        source.type,
        statistics.first_admin_reply_at !== null,
      ]),
  sla: (workspace, { zone }) =>
    grouped(
      all(workspace).filter((one) => one.sla_applied),
      (one) => `${one.sla_applied!.sla_name}|${clocks(zone).month(one.created_at)}`,
    ).map(([key, of]) => {
      const count = (status: string) => countOf(of, (one) => one.sla_applied!.sla_status === status);
      const [hit, missed] = [count('hit'), count('missed')];
      return [...key.split('|'), hit, missed, count('active'), share(hit, hit + missed)];
    }),
};
