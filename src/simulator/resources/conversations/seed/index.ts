import { between, day, recently, type Seeding } from '../../../engine/seeding.ts';
import { countedHours } from '../../availability/office-hours.ts';
import type { Contact } from '../../contacts/model.ts';
import { contacts } from '../../contacts/tables.ts';
import { tags } from '../../labels/tags.ts';
import { subjects, topicNames } from '../../words.ts';
import { conversationChanges, messageIds } from '../changes.ts';
import type { Conversation } from '../model.ts';
import { conversations } from '../tables.ts';
import { contactAuthor, createCast } from './cast.ts';
import { stepsOf } from './course.ts';
import { extrasOf } from './extras.ts';
import { aiAgentOf, ratingOf, slaOf } from './outcome.ts';
import { partsOf } from './parts.ts';
import type { Scene, Step } from './scene.ts';
import { sourceOf } from './source.ts';
import { begunTimes } from './times.ts';

/** Two years of conversations, each with all that has happened in it until now, and some that were deleted. */
export function seedConversations(seeding: Seeding): void {
  const { store, timeline, random, counts, end } = seeding;
  const { createConversation, deleteConversation } = conversationChanges(store);
  const people = [...store.get(contacts).all.values()].sort((a, b) => a.created_at - b.created_at);
  if (people.length === 0) return;

  const cast = createCast(seeding, people);
  const tagIds = [...store.get(tags).keys()];
  const from = Math.max(end - 730 * day, people[0]!.created_at);
  for (const [index, begun] of begunTimes(seeding, counts.conversations, from).entries()) {
    const { contact, other, ...involved } = cast(begun);
    const scene: Scene = {
      ...involved,
      contact: contactAuthor(contact),
      index,
      random,
      begun,
      end,
      hours: store.get(countedHours).hours,
      bulkClosedAt: end - 12 * day,
      isMail: index % 5 === 2,
      isNew: index === counts.conversations - 1,
    };
    const steps = scene.isNew ? [] : stepsOf(scene);
    const last = steps.at(-1)?.at ?? begun;
    const isShared = steps.some(({ type }) => type === 'participant_added');
    createConversation({
      title: index % 4 === 0 ? random.pick(subjects) : null,
      is_ticket: index % 10 === 4,
      created_at: begun,
      updated_at: last,
      source: sourceOf(scene, store.ids.number(messageIds)),
      contact_ids: [contact.id, ...(isShared && other.id !== contact.id ? [other.id] : [])],
      priority: random.pick(['none', 'none', 'none', 'none', 'none', 'low', 'medium', 'high', 'urgent']),
      company_id: contact.company_ids[0] ?? null,
      tags: tagsOf(scene, steps, tagIds),
      topics: topicsOf(scene),
      conversation_rating: ratingOf(steps, contact.id),
      sla_applied: slaOf(scene, steps),
      ...aiAgentOf(steps),
      ...snoozeOf(steps),
      ...extrasOf(scene, last),
      parts: partsOf(scene, steps, tagIds),
    });
  }
  tellContacts(seeding);

  for (let i = 0; i < counts.deletedConversations; i++) {
    const begun = recently(seeding, 300);
    const { id } = createConversation({ created_at: begun, contact_ids: [random.pick(people).id] });
    timeline.at(between(seeding, begun, end), () => deleteConversation(id, i % 3 !== 0));
  }
  timeline.run();
}

/** Until when it is snoozed, where that was the last step. */
function snoozeOf(steps: readonly Step[]): Partial<Conversation> {
  const { type, until } = steps.at(-1) ?? {};
  return type === 'snoozed' && until !== undefined ? { snoozed_until: until } : {};
}

/** Put there by teammates as they worked on it. */
function tagsOf({ random }: Scene, steps: readonly Step[], tagIds: readonly string[]): Conversation['tags'] {
  const worked = steps.filter(({ by }) => by.type === 'admin');
  if (worked.length === 0) return [];
  return random.sample(tagIds, random.int(0, 3)).map((id) => {
    const { at, by } = random.pick(worked);
    return { id, applied_at: at, applied_by: { type: 'admin', id: by.id } };
  });
}

function topicsOf({ random }: Scene): Conversation['topics'] {
  return random
    .sample(topicNames, random.int(0, 2))
    .map((name) => ({ id: String(topicNames.indexOf(name) + 70), name }));
}

/** Contacts know when they last wrote, and when a teammate last wrote to them. */
function tellContacts({ store }: Seeding): void {
  const all = store.get(contacts);
  const told = new Map<string, Partial<Contact>>();
  for (const { contact_ids, statistics } of store.get(conversations).all.values()) {
    for (const id of contact_ids) {
      const { last_replied_at, last_contacted_at } = told.get(id) ?? {};
      told.set(id, {
        last_replied_at: latest(last_replied_at, statistics.last_contact_reply_at),
        last_contacted_at: latest(last_contacted_at, statistics.last_admin_reply_at),
      });
    }
  }
  for (const [id, times] of told) {
    const contact = all.all.get(id);
    if (contact) all.put({ ...contact, ...times });
  }
}

const latest = (one: number | null | undefined, other: number | null): number | null =>
  one == null || other === null ? (one ?? other) : Math.max(one, other);
