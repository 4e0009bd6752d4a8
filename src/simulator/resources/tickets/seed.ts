import type { Json } from '../../engine/json.ts';
import { recently, type Seeding } from '../../engine/seeding.ts';
import { countedHours } from '../availability/office-hours.ts';
import { contacts } from '../contacts/tables.ts';
import type { Author } from '../conversations/model.ts';
import { conversations } from '../conversations/tables.ts';
import { admins } from '../people/admins.ts';
import { teams } from '../people/teams.ts';
import { type TicketType, ticketTypes } from '../ticket-types/ticket-types.ts';
import { sentences, subjects } from '../words.ts';
import { ticketChanges } from './changes.ts';
import { type Course, courseOf } from './course.ts';
import { upload } from './files.ts';

const day = 86_400;

/** Tickets of every kind and state: most of those of long ago are resolved. */
export function seedTickets(seeding: Seeding): void {
  const { store, random, counts, end } = seeding;
  const { createTicket } = ticketChanges(store);
  const people = [...store.get(contacts).all.values()];
  if (people.length === 0) return;
  const hours = store.get(countedHours).hours;
  const types: TicketType[] = [...store.get(ticketTypes).values()];
  const linked = [...store.get(conversations).all.keys()];
  for (let i = 0; i < counts.tickets; i++) {
    const contact = random.pick(people);
    const { id, name, email } = random.pick([...store.get(admins).values()]);
    const admin: Author = { type: 'admin', id, name, email };
    const team = i % 2 === 0 ? undefined : random.pick([...store.get(teams).keys()]);
    const type = types[i % types.length]!;
    const created_at = Math.max(contact.created_at, recently(seeding));
    const isOld = created_at < end - 30 * day;
    const course: Course = {
      index: i,
      random,
      hours,
      created_at,
      end,
      admin,
      contact: {
        type: 'user',
        id: contact.id,
        name: contact.name,
        email: contact.email ?? `${contact.id}@unknown.example`,
      },
      team,
      type,
      /** How far it is to come. */
      target: isOld && i % 8 < 6 ? 3 : i % 4,
    };
    const { parts, reached, isAssigned } = courseOf(course);
    const isSnoozed = i % 10 === 7 && reached < 3;
    createTicket({
      ticket_type_id: type.id,
      ticket_state_id: type.state_ids[reached]!,
      previous_ticket_state_id: reached > 0 ? type.state_ids[reached - 1]! : null,
      ticket_attributes: attributesOf(seeding, i),
      contact_ids: [contact.id],
      admin_assignee_id: isAssigned ? Number(id) : 0,
      team_assignee_id: team === undefined ? 0 : Number(team),
      created_at,
      updated_at: parts.at(-1)?.created_at ?? created_at,
      open: reached !== 3,
      snoozed_until: isSnoozed ? hours.next(end + random.int(1, 6) * day) : null,
      linked_objects: i % 8 === 0 ? [{ type: 'conversation', id: linked[i] ?? '1', category: null }] : [],
      is_shared: i % 2 === 0,
      parts,
    });
  }
}

function attributesOf({ random }: Seeding, index: number): Record<string, Json> {
  return {
    _default_title_: random.pick(subjects),
    _default_description_: index % 5 === 0 ? null : random.pick(sentences),
    Severity: random.pick(['low', 'high']),
    Hours: random.int(0, 400) / 8,
    Reproduced: random.chance(0.5),
    ...(index % 6 === 0 ? { Screenshot: [upload(index)] } : {}),
    ...(index % 6 === 3 ? { Photo: upload(index) } : {}),
  };
}
