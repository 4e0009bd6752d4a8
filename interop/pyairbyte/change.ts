import type { Workspace } from '../../src/simulator/index.ts';

/** What becomes of the workspace between two reads; gives the keys of what is gone, by stream. */
export function change(workspace: Workspace): { [stream: string]: string[] } {
  const users = [...workspace.contacts.values()].filter(({ role }) => role === 'user');
  const leads = [...workspace.contacts.values()].filter(({ role }) => role === 'lead');
  const conversations = [...workspace.conversations.values()].filter(({ parts }) => parts.length > 0);
  const [first, gone] = conversations;
  const [company, oldCompany] = workspace.companies.keys();
  const [ticket, oldTicket] = workspace.tickets.keys();
  const [tag, oldTag] = [...workspace.tags.keys()].reverse();
  const [, admin] = workspace.admins.keys();
  workspace.createContact({ role: 'user', name: 'New 🙂' });
  workspace.updateContact(users[0]!.id, { name: 'Renamed' });
  workspace.deleteContact(users[1]!.id);
  workspace.mergeContacts(leads[0]!.id, users[2]!.id);
  workspace.addPart(first!.id, { body: '<p>New</p>' });
  workspace.createConversation({ contact_ids: [users[0]!.id] });
  workspace.deleteConversation(gone!.id);
  workspace.updateCompany(company!, { name: 'Renamed' });
  workspace.deleteCompany(oldCompany!);
  workspace.updateTicket(ticket!, { open: false });
  workspace.deleteTicket(oldTicket!);
  workspace.updateTag(tag!, { name: 'Renamed' });
  workspace.deleteTag(oldTag!);
  workspace.updateAdmin(admin!, { job_title: 'Lead', avatar: 'https://avatars.example/new.png' });
  return {
    contacts: [users[1]!.id, leads[0]!.id],
    conversations: [gone!.id],
    conversation_parts: gone!.parts.map(({ id }) => id),
    companies: [oldCompany!],
    tickets: [oldTicket!],
    tags: [oldTag!],
  };
}
