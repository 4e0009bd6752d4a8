/** A simulated workspace, and what its people do between two syncs, so that each column of each view has something to say. */
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';

export const zone = 'America/Los_Angeles';
/** 2026-05-20 18:00:00 UTC. */
export const now = 1_779_300_000;

/** As it was seeded then. */
export function seeded(): Simulator {
  // The clock goes on from there: a sync waits for it.
  const begun = Date.now();
  return createSimulator({
    seed: 7,
    counts: { contacts: 150, conversations: 400, tickets: 10, companies: 30 },
    now: () => now * 1000 + Date.now() - begun,
    timezone: zone,
    rateLimit: null,
  });
}

export function simulated(): Simulator {
  const simulator = seeded();
  const { workspace } = simulator;
  const [first, second] = [...workspace.conversations.values()].filter(({ tags }) => tags.length > 0);
  const [one, other] = workspace.tags.keys();
  workspace.tagConversation(first!.id, one!);
  workspace.tagConversation(first!.id, other!);
  workspace.tagConversation(second!.id, one!);
  workspace.updateConversation(second!.id, { title: "Züge & 'Gleise'", priority: 'urgent' });
  return simulator;
}

/** Changes of conversations, and of what is shown in them without that they change. */
export function change({ workspace }: Simulator): void {
  const { conversations, tags, teams, admins, contacts, companies } = workspace;
  const all = [...conversations.values()];
  const admin = [...admins.values()][1]!;
  const author = { type: 'admin' as const, id: admin.id, name: admin.name, email: admin.email };
  const open = all.filter(({ state }) => state === 'open');
  const closed = all.filter(({ state, contact_ids }) => state === 'closed' && contact_ids.length > 0);
  workspace.addPart(open[0]!.id, {
    author,
    body: '<p>A &amp; B&nbsp;&lt;c&gt;</p><ul><li>one</li><li>two<br/></li></ul>',
  });
  workspace.addPart(open[0]!.id, { part_type: 'close', author, body: '<p>Bye</p>' });
  workspace.addPart(open[0]!.id, { part_type: 'open', author, body: '<p>Or not</p>' });
  workspace.addPart(open[1]!.id, { part_type: 'assignment', author, assigned_to: { type: 'admin', id: admin.id } });
  workspace.addPart(closed[0]!.id, { part_type: 'open', body: '<p>Again</p>' });
  workspace.addPart(closed[1]!.id, { part_type: 'note', author, body: '<p>For us</p>' });
  workspace.addPart(open[3]!.id, { author, assigned_to: { type: 'admin', id: admin.id } });
  workspace.addPart(open[3]!.id, { author: { ...author, from_ai_agent: true, is_ai_answer: true } });
  workspace.redactPart(closed[2]!.id, closed[2]!.parts[0]!.id);
  workspace.deletePart(closed[3]!.id, closed[3]!.parts[0]!.id);
  workspace.deleteConversation(closed[4]!.id);
  workspace.updateConversation(closed[5]!.id, { channel: { initial: 'email', current: 'whatsapp' } });
  workspace.createConversation({
    title: null,
    state: 'snoozed',
    contact_ids: [],
    source: { subject: '<p>Hi &#39;you&#39;</p>' },
  });
  for (let i = 0; i < 503; i++) workspace.addPart(open[2]!.id, i % 2 === 0 ? {} : { author });
  workspace.updateTag([...tags.keys()][0]!, { name: 'Zebra, renamed' });
  workspace.updateTeam([...teams.keys()][0]!, { name: 'Equipe é' });
  workspace.updateAdmin([...admins.keys()][2]!, { name: 'Renamed Teammate' });
  workspace.deleteAdmin([...admins.keys()].at(-1)!);
  workspace.updateContact(closed[6]!.contact_ids[0]!, {
    name: 'Neue Name',
    email: 'new@mail.example',
    external_id: 'new-id',
  });
  workspace.deleteContact(closed[7]!.contact_ids[0]!);
  const held = all.flatMap(({ company_id }) => (company_id !== null && companies.has(company_id) ? [company_id] : []));
  workspace.updateCompany(held[0]!, { name: 'Renamed GmbH', plan: { id: '9', name: 'Huge' } });
  workspace.deleteCompany(held.find((id) => id !== held[0])!);
  const lead = [...contacts.values()].find(
    ({ role, id }) => role === 'lead' && all.some((one) => one.contact_ids[0] === id),
  );
  const user = [...contacts.values()].find(({ role }) => role === 'user');
  workspace.mergeContacts(lead!.id, user!.id);
}
