/** How a ticket goes: what is said, who takes it, and one state after the other until now. */
import type { OfficeHours } from '../../engine/office-hours.ts';
import type { Random } from '../../engine/random.ts';
import type { Author } from '../conversations/model.ts';
import type { TicketStateCategory, TicketType } from '../ticket-types/ticket-types.ts';
import { greetings, sentences } from '../words.ts';
import { upload } from './files.ts';
import type { TicketPart } from './model.ts';

export interface Course {
  index: number;
  random: Random;
  hours: OfficeHours;
  created_at: number;
  /** Now: nothing is later. */
  end: number;
  admin: Author;
  contact: Author;
  team: string | undefined;
  type: TicketType;
  /** The place of the state that it is to come to. */
  target: number;
}

/** In the order in which a ticket goes through them. */
const states: TicketStateCategory[] = ['submitted', 'in_progress', 'waiting_on_customer', 'resolved'];

type NewPart = Partial<TicketPart> & { created_at: number };

/** Its parts, the place of its state, and whether someone has taken it. */
export function courseOf(course: Course): { parts: NewPart[]; reached: number; isAssigned: boolean } {
  const parts = partsOf(course).filter(({ created_at }) => created_at <= course.end);
  return {
    parts,
    reached: parts.filter(({ part_type }) => part_type === 'ticket_state_updated_by_admin').length,
    isAssigned: parts.some(({ assigned_to }) => assigned_to?.type === 'admin'),
  };
}

function partsOf({ index, random, hours, created_at, admin, contact, team, type, target }: Course): NewPart[] {
  let at = created_at;
  let state = 0;
  const parts: NewPart[] = [];
  const add = (part: Partial<TicketPart>): void => {
    const ticket_state = states[state]!;
    parts.push({
      previous_ticket_state: ticket_state,
      ticket_state,
      body: null,
      author: admin,
      created_at: at,
      ...part,
    });
  };
  const work = (most: number): void => {
    at = hours.after(at, random.int(300, most));
  };

  if (team !== undefined) add({ part_type: 'assignment', assigned_to: { type: 'team', id: team } });
  const files = index % 5 === 0 ? [upload(index)] : [];
  add({ part_type: 'comment', body: paragraph(random.pick(sentences)), author: contact, attachments: files });
  work(6 * 3600);
  if (index % 3 !== 0) {
    add({ part_type: 'assignment', assigned_to: { type: 'admin', id: admin.id }, external_id: `ext-${index}` });
  }
  if (index % 5 === 1) add(attributePart(type, index));
  while (state < target) {
    work(12 * 3600);
    const previous_ticket_state = states[state]!;
    state += 1;
    const byApp = state === 1 ? { app_package_code: 'northwind-helper' } : {};
    add({ part_type: 'ticket_state_updated_by_admin', previous_ticket_state, ticket_state: states[state]!, ...byApp });
    if (state === 2 && index % 4 === 0) add({ part_type: 'comment', body: paragraph(random.pick(greetings)) });
  }
  return parts;
}

function attributePart({ attributes }: TicketType, index: number): Partial<TicketPart> {
  const attribute = { type: 'attribute', id: attributes[2]!.id, label: 'Severity' };
  const value =
    index % 2 === 1 ? { type: 'value', id: '2', label: 'high' } : { type: 'value', id: [1, 2], label: ['low', 'high'] };
  return { part_type: 'ticket_attribute_updated_by_admin', updated_attribute_data: { attribute, value } };
}

const paragraph = (text: string): string => `<p>${text.replaceAll('&', '&amp;').replaceAll('\n', '<br>')}</p>`;
