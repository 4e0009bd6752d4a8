/** What happens in conversations: contacts write, teammates and Fin answer, close, put off and tidy up. */
import type { Random } from '../engine/random.ts';
import { botsOf } from '../resources/conversations/bots.ts';
import type { Author, Conversation } from '../resources/conversations/model.ts';
import type { Admin } from '../resources/people/admins.ts';
import { finAnswers, greetings, notes, questions, sentences, thanks } from '../resources/words.ts';
import type { Workspace } from '../resources/workspace.ts';
import { type Change, type Changes, someOf } from './change.ts';

const day = 86_400;

/** In one of the conversations that fit, of the last weeks. */
const inOne =
  (
    fits: (one: Conversation, seconds: number) => boolean,
    change: (workspace: Workspace, one: Conversation, random: Random, seconds: number) => unknown,
  ): Change =>
  (workspace, random, seconds) => {
    const isRecent = (one: Conversation): boolean => one.updated_at > seconds - 60 * day && one.contact_ids.length > 0;
    const one = someOf(workspace.conversations, random, (each) => isRecent(each) && fits(each, seconds));
    return one === undefined ? false : change(workspace, one, random, seconds);
  };

const html = (text: string): string => `<p>${text.replaceAll('&', '&amp;')}</p>`;

/** Who is responsible, or someone who takes it. */
function teammate({ admins }: Workspace, { admin_assignee_id }: Conversation, random: Random): Author {
  const { id, name, email }: Admin = admins.get(String(admin_assignee_id)) ?? random.pick([...admins.values()]);
  return { type: 'admin', id, name, email };
}

/** The contact, as they are called now. */
function contactOf({ contacts }: Workspace, { contact_ids, source }: Conversation): Partial<Author> {
  const contact = contacts.get(contact_ids[0]!);
  return contact ? { type: contact.role, id: contact.id, name: contact.name } : source.author;
}

const isWaiting = ({ state, waiting_since }: Conversation): boolean => state === 'open' && waiting_since !== null;
const isAnswered = ({ state, waiting_since, parts }: Conversation): boolean =>
  state === 'open' && waiting_since === null && parts.length > 0;
const isKnown = ({ contacts }: Workspace, { contact_ids }: Conversation): boolean => contacts.has(contact_ids[0]!);

function begin(workspace: Workspace, random: Random, isAnsweredByFin: boolean): unknown {
  if (workspace.contacts.size === 0) return false;
  const { id } = workspace.createConversation({
    contact_ids: [random.pick([...workspace.contacts.keys()])],
    source: { body: html(random.pick(questions)) },
    channel: { initial: 'messenger', current: 'messenger' },
  });
  if (!isAnsweredByFin) return id;
  const author = { ...bots(workspace).fin, from_ai_agent: true, is_ai_answer: true };
  return workspace.addPart(id, { author, body: html(random.pick(finAnswers)) });
}

function answer(workspace: Workspace, one: Conversation, random: Random): unknown {
  const author = teammate(workspace, one, random);
  if (one.admin_assignee_id === 0) {
    const assigned_to = { type: 'admin' as const, id: author.id };
    workspace.addPart(one.id, { part_type: 'assignment', author, assigned_to, body: null });
  }
  return workspace.addPart(one.id, { author, body: html(random.pick(greetings)) });
}

function rate(workspace: Workspace, one: Conversation, random: Random, seconds: number): unknown {
  const close = one.parts.findLast(({ part_type }) => part_type === 'close')!;
  const author = contactOf(workspace, one);
  workspace.addPart(one.id, { part_type: 'conversation_rating_changed', author, body: null });
  return workspace.updateConversation(one.id, {
    conversation_rating: {
      rating: random.pick([5, 5, 4, 3, 1]),
      remark: random.pick([null, 'Merci 🙏']),
      created_at: close.created_at,
      updated_at: seconds,
      contact_id: one.contact_ids[0]!,
      teammate: { type: 'admin', id: close.author.id },
    },
  });
}

const isDue = ({ state, snoozed_until }: Conversation, seconds: number): boolean =>
  state === 'snoozed' && snoozed_until !== null && snoozed_until <= seconds;

const bots = (workspace: Workspace) => botsOf(String(workspace.truth('workspace')[0]!.id));

export const conversationBusiness: Changes = {
  'snooze that ended': [
    5,
    inOne(isDue, (w, { id }) => w.addPart(id, { part_type: 'timer_unsnooze', author: bots(w).operator, body: null })),
  ],
  'new conversation': [5, (w, random) => begin(w, random, false)],
  'conversation that Fin answered': [2, (w, random) => begin(w, random, true)],
  'reply of a contact': [
    6,
    inOne(
      ({ state }) => state === 'open',
      (w, one, random) =>
        isKnown(w, one) && w.addPart(one.id, { author: contactOf(w, one), body: html(random.pick(sentences)) }),
    ),
  ],
  'conversation that a contact opened again': [
    2,
    inOne(
      ({ state, updated_at }, seconds) => state === 'closed' && updated_at > seconds - 14 * day,
      (w, one, random) =>
        isKnown(w, one) &&
        w.addPart(one.id, { part_type: 'open', author: contactOf(w, one), body: html(random.pick(thanks)) }),
    ),
  ],
  answer: [9, inOne(isWaiting, answer)],
  note: [
    1,
    inOne(isWaiting, (w, one, random) =>
      w.addPart(one.id, { part_type: 'note', author: teammate(w, one, random), body: html(random.pick(notes)) }),
    ),
  ],
  'closed conversation': [
    5,
    inOne(isAnswered, (w, one, random) =>
      w.addPart(one.id, { part_type: 'close', author: teammate(w, one, random), body: null }),
    ),
  ],
  'snoozed conversation': [
    1,
    inOne(isAnswered, (w, one, random, seconds) => {
      w.addPart(one.id, { part_type: 'snoozed', author: teammate(w, one, random), body: null });
      return w.updateConversation(one.id, { snoozed_until: seconds + 2 * day });
    }),
  ],
  rating: [
    1,
    inOne(
      ({ state, conversation_rating, parts, source }) =>
        state === 'closed' &&
        conversation_rating === null &&
        source.author.type !== 'admin' &&
        parts.findLast(({ part_type }) => part_type === 'close')?.author.type === 'admin',
      rate,
    ),
  ],
  'tagged conversation': [
    2,
    inOne(isWaiting, (w, { id }, random) => w.tags.size > 0 && w.tagConversation(id, random.pick([...w.tags.keys()]))),
  ],
  'deleted conversation': [
    1,
    inOne(
      ({ parts }) => parts.length < 3,
      (w, { id }) => {
        w.deleteConversation(id);
      },
    ),
  ],
};
