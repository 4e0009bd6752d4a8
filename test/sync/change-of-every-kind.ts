/** What may happen to a simulated workspace between two syncs. */
import type { Simulator } from '../../src/simulator/index.ts';

type Workspace = Simulator['workspace'];

/** Changes of every kind, deletions included. */
export function changeOfEveryKind(workspace: Workspace): void {
  const [leads, users] = ['lead', 'user'].map((role) =>
    [...workspace.contacts.values()].filter((contact) => contact.role === role).map(({ id }) => id),
  ) as [string[], string[]];
  // Conversations and tickets show their contacts, and don't change where one is deleted.
  const shown = [...workspace.conversations.values(), ...workspace.tickets.values()].flatMap((one) => one.contact_ids);
  const isShown = (id: string) => shown.includes(id);
  const conversations = [...workspace.conversations.keys()];
  const companies = [...workspace.companies.keys()];
  const tickets = [...workspace.tickets.keys()];
  const [tag] = workspace.tags.keys();
  workspace.createContact({ role: 'user', name: 'Neu – 新 🎈' });
  workspace.updateContact(users[0]!, { name: 'Renamed' });
  workspace.deleteContact(users.slice(4).find((id) => !isShown(id))!);
  workspace.deleteContact(leads.slice(3).find((id) => !isShown(id))!);
  workspace.mergeContacts(leads[1]!, users[2]!);
  workspace.changeRole(leads[2]!, 'user');
  workspace.tagContact(users[3]!, tag!);
  workspace.addPart(conversations[0]!, { body: 'One more' });
  workspace.createConversation({});
  workspace.deleteConversation(conversations[1]!);
  workspace.updateCompany(companies[0]!, { name: 'Renamed Ltd' });
  workspace.setCompanySegments(companies[1]!, []);
  workspace.deleteCompany(companies[2]!);
  workspace.updateTicket(tickets[0]!, { open: false });
  workspace.createTag({ name: 'fresh' });
  workspace.deleteTag([...workspace.tags.values()].find(({ name }) => name === 'doomed')!.id);
  workspace.updateSegment([...workspace.segments.keys()][0]!, { name: 'Renamed segment' });
}
