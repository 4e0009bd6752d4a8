/** What happens besides: people come, change and go; companies, tickets, and the names of things. */
import type { Random } from '../engine/random.ts';
import { firstNames, lastNames, plans, sentences } from '../resources/words.ts';
import type { Workspace } from '../resources/workspace.ts';
import { type Changes, someOf } from './change.ts';

/** Marks that a name gets; the one that it has is taken off first. */
const marks = [' (new)', ' ★', ' 2', ' – EU'];

function renamed(name: string, random: Random): string {
  const plain = marks.reduce((text, mark) => (text.endsWith(mark) ? text.slice(0, -mark.length) : text), name);
  const [mark] = random.sample(
    marks.filter((one) => plain + one !== name),
    1,
  );
  return plain + mark;
}

const anyOf = <T>(map: ReadonlyMap<string, T>, random: Random): T | undefined => someOf(map, random, () => true);

function merge(workspace: Workspace, random: Random): unknown {
  const lead = someOf(workspace.contacts, random, ({ role }) => role === 'lead');
  const user = someOf(workspace.contacts, random, ({ role }) => role === 'user');
  return lead && user ? workspace.mergeContacts(lead.id, user.id) : false;
}

function resolve(workspace: Workspace, random: Random): unknown {
  const { tickets, ticketStates } = workspace;
  const ticket = someOf(tickets, random, ({ open }) => open);
  const resolved = someOf(ticketStates, random, ({ category, archived }) => category === 'resolved' && !archived);
  if (!ticket || !resolved) return false;
  workspace.addTicketPart(ticket.id, {
    part_type: 'ticket_state_updated_by_admin',
    ticket_state: 'resolved',
    body: null,
  });
  return workspace.updateTicket(ticket.id, { open: false, snoozed_until: null, ticket_state_id: resolved.id });
}

function newContact(workspace: Workspace, random: Random): unknown {
  return workspace.createContact({
    role: random.chance(0.6) ? 'user' : 'lead',
    name: `${random.pick(firstNames)} ${random.pick(lastNames)}`,
    email: `new-${random.hex(8)}@mail.example`,
  });
}

export const otherBusiness: Changes = {
  'new contact': [3, newContact],
  'contact who was there': [
    3,
    (w, random, last_seen_at) => {
      const contact = anyOf(w.contacts, random);
      return contact ? w.updateContact(contact.id, { last_seen_at }) : false;
    },
  ],
  'tagged contact': [
    2,
    (w, random) => {
      const [contact, tag] = [anyOf(w.contacts, random), anyOf(w.tags, random)];
      return contact && tag ? w.tagContact(contact.id, tag.id) : false;
    },
  ],
  'note on a contact': [
    1,
    (w, random) => {
      const contact = anyOf(w.contacts, random);
      return contact ? w.addContactNote(contact.id, `<p>${random.pick(sentences)}</p>`) : false;
    },
  ],
  'merged lead': [1, merge],
  'deleted contact': [
    1,
    (w, random) => {
      const contact = anyOf(w.contacts, random);
      return contact ? w.deleteContact(contact.id) : false;
    },
  ],
  'company with another plan': [
    2,
    (w, random) => {
      const company = anyOf(w.companies, random);
      return company ? w.updateCompany(company.id, { plan: random.pick(plans) }) : false;
    },
  ],
  'deleted company': [
    1,
    (w, random) => {
      const company = anyOf(w.companies, random);
      return company ? w.deleteCompany(company.id) : false;
    },
  ],
  'answer to a ticket': [
    2,
    (w, random) => {
      const ticket = someOf(w.tickets, random, ({ open }) => open);
      return ticket ? w.addTicketPart(ticket.id, { body: `<p>${random.pick(sentences)}</p>` }) : false;
    },
  ],
  'resolved ticket': [1, resolve],
  'renamed tag': [
    1,
    (w, random) => {
      const tag = anyOf(w.tags, random);
      return tag ? w.updateTag(tag.id, { name: renamed(tag.name, random) }) : false;
    },
  ],
  'renamed team': [
    1,
    (w, random) => {
      const team = anyOf(w.teams, random);
      return team ? w.updateTeam(team.id, { name: renamed(team.name, random) }) : false;
    },
  ],
  'renamed attribute': [
    1,
    (w, random) => {
      const attribute = someOf(w.dataAttributes, random, ({ custom }) => custom);
      if (!attribute) return false;
      const { model, full_name, label } = attribute;
      return w.updateDataAttribute(`${model}.${full_name}`, { label: renamed(label, random) });
    },
  ],
};
