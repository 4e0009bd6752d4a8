/** What follows from the parts of a conversation: told once more from what they are, by code that the simulator does not share. */
import { expect } from 'vitest';
import type { Conversation, Part } from '../../src/simulator/index.ts';

export const isContact = ({ type }: { type: string }) => type === 'user' || type === 'lead';
const isReply = ({ author, part_type }: Part) =>
  isContact(author) && ['comment', 'quick_reply', 'open'].includes(part_type);
export const isAnswer = ({ author, part_type }: Part) => author.type === 'admin' && part_type === 'comment';

/** How a conversation stands, from its parts alone. */
export function replay({ created_at, source, parts }: Conversation) {
  const begun = isContact(source.author);
  let state = 'open';
  let [admin, team, reopens, assignments] = [0, 0, 0, 0];
  let waiting: number | null = begun ? created_at : null;
  let read = !begun;
  let first: number | undefined = begun ? created_at : undefined;
  const states: string[] = [];
  for (const part of parts) {
    const { part_type: type, author, assigned_to: to } = part;
    const words = type.split('_');
    if (type === 'close') state = 'closed';
    else if (type === 'snoozed') state = 'snoozed';
    else if (/open$|unsnoozed?$/.test(type) || isReply(part)) state = 'open';
    states.push(state);
    if (isReply(part)) {
      read = false;
      waiting ??= part.created_at;
      first ??= part.created_at;
    } else if (author.type === 'admin') read = true;
    if (isAnswer(part) || author.is_ai_answer || state === 'closed') waiting = null;
    if (to !== null) {
      expect(words.some((word) => word.startsWith('assign'))).toBe(true);
      if (to.type === 'admin') admin = Number(to.id);
      else team = Number(to.id);
      if (first !== undefined) assignments += 1;
    }
    if (/open$/.test(type) && first !== undefined) reopens += 1;
  }
  return { state, states, admin, team, waiting, read, first, reopens, assignments };
}

/** All that a conversation says of itself is what its parts say. `now`: unix seconds. */
export function expectToStandAsItsParts(one: Conversation, now: number): void {
  const told = replay(one);
  expect(one, one.id).toMatchObject({
    state: told.state,
    admin_assignee_id: told.admin,
    team_assignee_id: told.team,
    waiting_since: told.waiting,
    read: told.read,
    first_contact_reply: told.first === undefined ? null : { created_at: told.first },
    ai_agent_participated: one.parts.some(({ author }) => author.from_ai_agent),
  });
  expect(one.updated_at).toBeGreaterThanOrEqual(one.parts.at(-1)?.created_at ?? one.created_at);
  expect(one.parts.map(({ state }) => state)).toEqual(told.states);
  expect(one.snoozed_until === null).toBe(told.state !== 'snoozed');
  if (one.snoozed_until !== null) expect(one.snoozed_until).toBeGreaterThan(now);
}
