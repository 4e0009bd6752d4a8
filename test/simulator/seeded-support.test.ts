/** Seeded conversations and tickets as someone who leads support would read them: told once more from their parts, by code of its own. */
import { describe, expect, test } from 'vitest';
import { createSimulator, type Part } from '../../src/simulator/index.ts';
import { expectToStandAsItsParts, isAnswer, replay } from './replay.ts';

/** A Friday afternoon in San Francisco. */
const now = Date.parse('2026-11-20T22:00:00Z') / 1000;
const workspaces = [1, 12].map((seed) => createSimulator({ seed, scale: 3, now: () => now * 1000 }).workspace);
const all = workspaces.flatMap(({ conversations }) => [...conversations.values()]);
const parts = all.flatMap((one) => one.parts);

const hour = 3600;
const local = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  weekday: 'short',
  hour: 'numeric',
  hourCycle: 'h23',
});
const localOf = (seconds: number) => {
  const found = Object.fromEntries(local.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  return { day: found.weekday!, hour: Number(found.hour) };
};
const isOpenAt = (seconds: number): boolean => {
  const { day, hour } = localOf(seconds);
  return day !== 'Sat' && day !== 'Sun' && hour >= 9 && hour < 17;
};
/** Seconds of office hours between two moments, in steps that end with every quarter of an hour, as the hours do. */
function workedBetween(from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; ) {
    const next = Math.min(to, (Math.floor(at / 900) + 1) * 900);
    if (isOpenAt(at)) sum += next - at;
    at = next;
  }
  return sum;
}
const middleOf = (numbers: number[]): number => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

describe('a seeded conversation', () => {
  test('stands as its parts say', () => {
    for (const one of all) expectToStandAsItsParts(one, now);
  });

  test('goes forward in time, and has nothing twice', () => {
    for (const { conversations } of workspaces) {
      const ids = [...conversations.values()].flatMap((one) => one.parts.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    }
    for (const { created_at, parts } of all) {
      const times = [created_at, ...parts.map((part) => part.created_at), now];
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  test('has Fin in it exactly where Fin wrote', () => {
    for (const { ai_agent_participated, ai_agent, parts } of all) {
      const own = parts.filter(({ author }) => author.from_ai_agent);
      expect(ai_agent_participated).toBe(own.length > 0);
      expect(ai_agent !== null).toBe(own.length > 0);
      expect(own.every(({ author }) => author.type === 'bot')).toBe(true);
      const isAnswered = own.some(({ author }) => author.is_ai_answer);
      if (ai_agent) expect(ai_agent.last_answer_type).toBe(isAnswered ? 'ai_answer' : null);
      if (ai_agent?.rating != null) expect(String(ai_agent.resolution_state)).toMatch(/_resolution$/);
    }
  });

  test('has the figures that follow from its parts', () => {
    for (const one of all) {
      const { first, reopens, assignments } = replay(one);
      const { statistics: told } = one;
      const since = (part: Part) => first !== undefined && part.created_at >= first;
      const answers = one.parts.filter((part) => isAnswer(part) && since(part));
      const closes = one.parts.filter((part) => part.part_type === 'close' && since(part));
      expect(told, one.id).toMatchObject({
        first_contact_reply_at: first ?? null,
        first_admin_reply_at: answers[0]?.created_at ?? null,
        last_admin_reply_at: answers.at(-1)?.created_at ?? null,
        first_close_at: closes[0]?.created_at ?? null,
        last_close_at: closes.at(-1)?.created_at ?? null,
        last_closed_by_id: closes.at(-1)?.author.id ?? null,
        count_reopens: reopens,
        count_assignments: assignments,
      });
    }
    for (const { statistics: told } of all.slice(-300)) {
      const { first_contact_reply_at: from, first_admin_reply_at: to } = told;
      expect(told.time_to_admin_reply).toBe(from === null || to === null ? null : workedBetween(from, to));
      const within = told.assigned_team_first_response_time_in_office_hours[0]?.response_time ?? 0;
      expect(within).toBeLessThanOrEqual(told.assigned_team_first_response_time[0]?.response_time ?? 0);
    }
  });

  test('is rated by its contact, after it was closed, in the name of who closed it', () => {
    const rated = all.filter(({ conversation_rating }) => conversation_rating !== null);
    expect(rated.length / all.length).toBeGreaterThan(0.1);
    for (const { conversation_rating: rating, contact_ids, parts } of rated) {
      const close = parts.find(
        ({ part_type, created_at }) => part_type === 'close' && created_at === rating!.created_at,
      );
      expect(rating!.updated_at).toBeGreaterThan(rating!.created_at);
      expect(rating!.contact_id).toBe(contact_ids[0]);
      expect(close).toBeDefined();
      if (close?.author.type === 'admin') expect(rating!.teammate).toEqual({ type: 'admin', id: close.author.id });
    }
  });

  test('has its promise of an answer kept or broken as its first answer says', () => {
    const counts = new Map<string, number>();
    for (const { sla_applied: sla, parts, created_at } of all) {
      if (sla === null) continue;
      const answer = parts.find(isAnswer);
      const isClosed = parts.some(({ part_type }) => part_type === 'close');
      const isInTime = answer !== undefined && workedBetween(created_at, answer.created_at) <= 4 * hour;
      const told = answer ? (isInTime ? 'hit' : 'missed') : isClosed ? 'cancelled' : 'active';
      expect(sla.sla_status).toBe(told);
      counts.set(told, (counts.get(told) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['active', 'cancelled', 'hit', 'missed']);
  });
});

describe('all of them together', () => {
  test('have every type of part, each from whom it comes', () => {
    const found = new Set(
      parts.map(({ part_type, author, assigned_to }) =>
        [part_type, author.type, ...(assigned_to ? [assigned_to.type] : [])].join(' '),
      ),
    );
    const wanted =
      `comment admin,comment user,comment lead,comment bot,quick_reply user,note admin,close admin,close bot,
      assignment bot team,assignment admin admin,away_mode_assignment bot admin,open user,open admin,
      assign_and_reopen admin admin,note_and_reopen admin,snoozed admin,unsnoozed admin,timer_unsnooze bot,
      assign_and_unsnooze admin admin,participant_added admin,conversation_rating_changed user,
      conversation_rating_remark_added user,conversation_attribute_updated_by_admin admin,custom_action_started admin,
      operator_workflow_event admin`.split(/,\s*/);
    expect(wanted.filter((one) => !found.has(one))).toEqual([]);
  });

  test('are answered by teammates in office hours, within minutes to hours', () => {
    const answers = parts.filter(isAnswer);
    const within = answers.filter(({ created_at }) => isOpenAt(created_at));
    expect(within.length / answers.length).toBeGreaterThan(0.9);
    expect(within.length).toBeLessThan(answers.length);
    const times = all.flatMap(({ statistics: { first_admin_reply_at: to, first_contact_reply_at: from } }) =>
      to === null || from === null ? [] : [to - from],
    );
    expect(middleOf(times)).toBeGreaterThan(10 * 60);
    expect(middleOf(times)).toBeLessThan(6 * hour);
    expect(middleOf(all.flatMap(({ statistics }) => statistics.time_to_admin_reply ?? []))).toBeLessThan(hour);
  });

  test('begin on weekdays rather than at weekends, by day rather than by night, and more of them from year to year', () => {
    const atWeekend = all.filter(({ created_at }) => localOf(created_at).day.startsWith('S')).length;
    const atNight = all.filter(({ created_at }) => localOf(created_at).hour < 6).length;
    expect(atWeekend / all.length).toBeLessThan(0.15);
    expect(atNight / all.length).toBeLessThan(0.08);
    const lastYear = all.filter(({ created_at }) => created_at > now - 365 * 24 * hour).length;
    expect(lastYear).toBeGreaterThan(1.5 * (all.length - lastYear));
  });

  test('leave a small backlog, some long threads, and one that has just begun', () => {
    const open = all.filter(({ state }) => state === 'open').length;
    expect(open).toBeGreaterThan(0);
    expect(open / all.length).toBeLessThan(0.06);
    expect(all.some(({ parts }) => parts.length > 40)).toBe(true);
    for (const { conversations } of workspaces) {
      expect([...conversations.values()].at(0)).toBeDefined();
      expect(
        [...conversations.values()].some(({ parts, created_at }) => parts.length === 0 && created_at > now - 300),
      ).toBe(true);
    }
  });

  test('are what contacts know of: when they last wrote, and when they were last answered', () => {
    for (const { conversations, contacts } of workspaces) {
      const replied = new Map<string, number>();
      for (const { contact_ids, statistics } of conversations.values()) {
        for (const id of contact_ids) {
          replied.set(id, Math.max(replied.get(id) ?? 0, statistics.last_contact_reply_at ?? 0));
        }
      }
      for (const { id, last_replied_at } of contacts.values()) expect(last_replied_at ?? 0).toBe(replied.get(id) ?? 0);
    }
  });

  test('are of people who were there by then; a few of whom have more tags, companies and notes than fit inline', () => {
    for (const { conversations, contacts } of workspaces) {
      for (const { contact_ids, created_at } of conversations.values()) {
        expect(contacts.get(contact_ids[0]!)!.created_at).toBeLessThanOrEqual(created_at);
      }
      const people = [...contacts.values()];
      for (const list of ['tags', 'company_ids', 'note_ids'] as const) {
        const many = people.filter((one) => one[list].length > 10).length / people.length;
        expect(many).toBeGreaterThan(0.02);
        expect(many).toBeLessThan(0.06);
      }
    }
  });
});

describe('seeded tickets', () => {
  const states = ['submitted', 'in_progress', 'waiting_on_customer', 'resolved'];
  const seeded = workspaces.flatMap((workspace) =>
    [...workspace.tickets.values()].map((one) => ({ ...one, workspace })),
  );

  test('are in the state that their parts have brought them to, one after the other', () => {
    for (const {
      workspace,
      parts,
      ticket_state_id,
      previous_ticket_state_id,
      open,
      updated_at,
      created_at,
    } of seeded) {
      let place = 0;
      for (const { part_type, previous_ticket_state, ticket_state } of parts) {
        if (part_type.startsWith('ticket_state')) expect(states[++place - 1]).toBe(previous_ticket_state);
        expect(ticket_state).toBe(states[place]);
      }
      expect(workspace.ticketStates.get(ticket_state_id)?.category).toBe(states[place]);
      const before = workspace.ticketStates.get(previous_ticket_state_id ?? '')?.category;
      expect(before).toBe(states[place - 1]);
      expect(open).toBe(place < 3);
      const times = [created_at, ...parts.map((part) => part.created_at), now];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(updated_at).toBe(parts.at(-1)?.created_at ?? created_at);
    }
  });

  test('are of whom they were assigned to, and resolved for the most part', () => {
    for (const { parts, admin_assignee_id, team_assignee_id } of seeded) {
      const last = (type: string) => parts.findLast(({ assigned_to }) => assigned_to?.type === type)?.assigned_to?.id;
      expect([admin_assignee_id, team_assignee_id]).toEqual([Number(last('admin') ?? 0), Number(last('team') ?? 0)]);
    }
    expect(seeded.filter(({ open }) => !open).length / seeded.length).toBeGreaterThan(0.5);
    for (const state of states) {
      expect(
        seeded.some(({ workspace, ticket_state_id: id }) => workspace.ticketStates.get(id)?.category === state),
      ).toBe(true);
    }
  });
});
