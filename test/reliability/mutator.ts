/** Random changes of a simulated workspace, as its people would make them while a read runs. */
import type { Random } from '../../src/simulator/engine/random.ts';
import type { SideConversation, Workspace } from '../../src/simulator/index.ts';
import { newValues } from './field-values.ts';
import { listingChanges } from './listing-changes.ts';

export interface Mutator {
  /** Makes up to so many changes, all within the second that the workspace's clock shows. */
  change(times: number): void;
  /** Changes some hundred records in one second. */
  stampede(): void;
  /** How often each change was made. */
  readonly made: Readonly<Record<string, number>>;
}

export type Change = (workspace: Workspace, random: Random) => unknown;

/** Does the change to one of them, if there is one. */
const to =
  (kind: Kind, change: (workspace: Workspace, id: string, random: Random) => unknown): Change =>
  (workspace, random) => {
    const id = anyOf(workspace[kind], random);
    return id === undefined ? undefined : change(workspace, id, random);
  };

type Kind =
  | 'contacts'
  | 'conversations'
  | 'sideConversations'
  | 'tickets'
  | 'companies'
  | 'tags'
  | 'segments'
  | 'teams'
  | 'admins'
  | 'articles';

/** Does the change to a thread beside the conversation, if both are there. */
function beside(
  { conversations, sideConversations }: Workspace,
  id: string,
  random: Random,
  change: (side: SideConversation) => unknown,
): unknown {
  const [side] = random.sample(sideConversations.get(id) ?? [], 1);
  return side && conversations.has(id) && change(side);
}

const anyOf = (
  map: ReadonlyMap<string, unknown>,
  random: Random,
  fits: (id: string) => boolean = () => true,
): string | undefined => {
  const ids = [...map.keys()].filter(fits);
  return ids.length === 0 ? undefined : random.pick(ids);
};

/** The one that changed last. */
function latestOf(map: ReadonlyMap<string, { id: string; updated_at: number }>): string | undefined {
  let latest: { id: string; updated_at: number } | undefined;
  for (const one of map.values()) if (!latest || one.updated_at >= latest.updated_at) latest = one;
  return latest?.id;
}

const withRole = (workspace: Workspace, role: 'user' | 'lead') => (id: string) =>
  workspace.contacts.get(id)?.role === role;

/** What happens, and how often beside the others. */
const usual: Record<string, [weight: number, change: Change]> = {
  createContact: [
    5,
    (workspace, random) =>
      workspace.createContact({ role: random.chance(0.5) ? 'user' : 'lead', email: `${random.hex(8)}@mail.example` }),
  ],
  updateContact: [8, to('contacts', (w, id, random) => w.updateContact(id, { name: `Contact ${random.hex(6)}` }))],
  touchContact: [4, to('contacts', (w, id) => w.updateContact(id, {}))],
  deleteContact: [4, to('contacts', (w, id) => w.deleteContact(id))],
  // Search may show it for some minutes, as a record of just now.
  deleteLatestContact: [
    2,
    (workspace) => {
      const id = latestOf(workspace.contacts);
      return id && workspace.deleteContact(id);
    },
  ],
  mergeContacts: [
    3,
    (workspace, random) => {
      const lead = anyOf(workspace.contacts, random, withRole(workspace, 'lead'));
      const user = anyOf(workspace.contacts, random, withRole(workspace, 'user'));
      return lead && user && workspace.mergeContacts(lead, user);
    },
  ],
  failMerge: [
    1,
    (workspace, random) => {
      const [lead, user] = random.sample([...workspace.contacts.keys()], 2);
      return lead && user && workspace.failMerge(lead, user);
    },
  ],
  // Never the other way round: who has signed up remains a user.
  changeRole: [
    4,
    (workspace, random) => {
      const lead = anyOf(workspace.contacts, random, withRole(workspace, 'lead'));
      return lead && workspace.changeRole(lead, 'user');
    },
  ],
  tagContact: [
    2,
    to('contacts', (w, id, random) => w.tags.size > 0 && w.tagContact(id, random.pick([...w.tags.keys()]))),
  ],
  untagContact: [
    1,
    to('contacts', (w, id) => {
      const [tag] = w.contacts.get(id)?.tags ?? [];
      return tag && w.untagContact(id, tag.id);
    }),
  ],
  attachCompany: [
    2,
    to(
      'contacts',
      (w, id, random) => w.companies.size > 0 && w.attachCompany(id, random.pick([...w.companies.keys()])),
    ),
  ],
  detachCompany: [
    1,
    to('contacts', (w, id) => {
      const [company] = w.contacts.get(id)?.company_ids ?? [];
      return company && w.detachCompany(id, company);
    }),
  ],
  // More than are shown within a contact.
  crowdContact: [
    1,
    to('contacts', (w, id, random) => {
      const some = (all: ReadonlyMap<string, unknown>) => random.sample([...all.keys()], random.int(11, 15));
      for (const tag of some(w.tags)) w.tagContact(id, tag);
      for (const company of some(w.companies)) w.attachCompany(id, company);
      for (let note = 0; note < 11; note++) w.addContactNote(id);
    }),
  ],
  trackEvent: [
    3,
    to('contacts', (w, id, random) => w.trackEvent(id, { event_name: random.pick(['placed-order', 'signed-in']) })),
  ],
  addContactNote: [1, to('contacts', (w, id) => w.addContactNote(id))],

  createConversation: [
    4,
    (workspace, random) => {
      const contact = anyOf(workspace.contacts, random);
      const parts = Array.from({ length: random.int(0, 3) }, (_, i) => ({ body: `<p>${i}</p>` }));
      return workspace.createConversation({ contact_ids: contact ? [contact] : [], parts });
    },
  ],
  addPart: [10, to('conversations', (w, id, random) => w.addPart(id, { body: `<p>${random.hex(6)}</p>` }))],
  closeConversation: [2, to('conversations', (w, id) => w.addPart(id, { part_type: 'close', body: null }))],
  deletePart: [
    3,
    to('conversations', (w, id, random) => {
      const parts = w.conversations.get(id)?.parts ?? [];
      return parts.length > 0 && w.deletePart(id, random.pick(parts).id);
    }),
  ],
  touchConversation: [3, to('conversations', (w, id) => w.updateConversation(id, {}))],
  deleteConversation: [4, to('conversations', (w, id, random) => w.deleteConversation(id, random.chance(0.5)))],
  deleteLatestConversation: [
    2,
    (workspace) => {
      const id = latestOf(workspace.conversations);
      return id && workspace.deleteConversation(id);
    },
  ],
  addSideConversation: [
    1,
    to('conversations', (w, id, random) =>
      w.addSideConversation(
        id,
        Array.from({ length: random.int(0, 3) }, (_, i) => ({ body: `<p>${i}</p>` })),
      ),
    ),
  ],
  addSidePart: [
    2,
    to('sideConversations', (w, id, random) => beside(w, id, random, (side) => w.addSidePart(id, side.id))),
  ],
  deleteSideConversation: [
    0.5,
    to('sideConversations', (w, id, random) => beside(w, id, random, (side) => w.deleteSideConversation(id, side.id))),
  ],
  addHandlingEvent: [
    2,
    to('conversations', (w, id, random) =>
      w.addHandlingEvent(id, { reason: random.pick([null, undefined, `Reason ${random.hex(4)}`]) }),
    ),
  ],
  tagConversation: [
    2,
    to('conversations', (w, id, random) => w.tags.size > 0 && w.tagConversation(id, random.pick([...w.tags.keys()]))),
  ],

  createTicket: [2, (workspace) => workspace.createTicket({ contact_ids: [] })],
  updateTicket: [4, to('tickets', (w, id, random) => w.updateTicket(id, { open: random.chance(0.5) }))],
  addTicketPart: [2, to('tickets', (w, id) => w.addTicketPart(id))],
  deleteTicket: [1, to('tickets', (w, id) => w.deleteTicket(id))],

  createCompany: [2, (workspace, random) => workspace.createCompany({ name: `Company ${random.hex(4)}` })],
  updateCompany: [4, to('companies', (w, id, random) => w.updateCompany(id, { name: `Company ${random.hex(4)}` }))],
  deleteCompany: [1, to('companies', (w, id) => w.deleteCompany(id))],
  setCompanySegments: [
    3,
    to('companies', (w, id, random) => {
      const ofCompanies = [...w.segments.values()].filter((segment) => segment.of === 'companies');
      return w.setCompanySegments(
        id,
        random.sample(ofCompanies, random.int(0, 3)).map((segment) => segment.id),
      );
    }),
  ],
  tagCompany: [
    1,
    to('companies', (w, id, random) => w.tags.size > 0 && w.tagCompany(id, random.pick([...w.tags.keys()]))),
  ],

  sendMessage: [2, (workspace, random) => workspace.sendMessage({ name: random.pick(['', 'A, "b"', random.hex(6)]) })],
  // No one looks at a message after so long a time that no read looks back to it.
  recordMessageEvent: [
    4,
    (workspace, random) => {
      const receipts = [...workspace.messageReceipts.values()];
      const latest = Math.max(
        ...receipts.map((one) => one.received_at),
        ...workspace.messageEvents.map(({ at }) => at),
      );
      const recent = receipts.filter((one) => one.received_at > latest - 10 * 86_400);
      if (recent.length === 0) return undefined;
      const kind = random.pick(['open', 'click', 'reply', 'unsubscribe', 'reaction'] as const);
      const others = { click: { url: `https://x.example/${random.hex(2)}` }, reaction: { reaction: '👍' } };
      return workspace.recordMessageEvent(
        random.pick(recent).receipt_id,
        kind,
        kind === 'click' || kind === 'reaction' ? others[kind] : {},
      );
    },
  ],

  createTag: [1, (workspace) => workspace.createTag()],
  renameTag: [1, to('tags', (w, id, random) => w.updateTag(id, { name: `Tag ${random.hex(4)}` }))],
  deleteTag: [0.5, to('tags', (w, id) => w.deleteTag(id))],
  createSegment: [1, (workspace, random) => workspace.createSegment({ of: random.pick(['people', 'companies']) })],
  updateSegment: [1, to('segments', (w, id, random) => w.updateSegment(id, { name: `Segment ${random.hex(4)}` }))],
  // One of people would make search hide its members for a while, who do not change by it: no reader could know of them.
  deleteSegment: [
    0.5,
    (workspace, random) => {
      const id = anyOf(workspace.segments, random, (one) => workspace.segments.get(one)?.of === 'companies');
      return id && workspace.deleteSegment(id);
    },
  ],
  createTeam: [0.5, (workspace) => workspace.createTeam()],
  deleteTeam: [0.3, to('teams', (w, id) => w.deleteTeam(id))],
  updateAdmin: [1, to('admins', (w, id, random) => w.updateAdmin(id, { away_mode_enabled: random.chance(0.5) }))],
  // The first admin is the token's own.
  deleteAdmin: [
    0.3,
    (workspace, random) => {
      const [own] = workspace.admins.keys();
      const other = anyOf(workspace.admins, random, (id) => id !== own);
      return other && workspace.deleteAdmin(other);
    },
  ],
  createActivityLog: [2, (workspace) => workspace.createActivityLog()],
  draftArticle: [1, to('articles', (w, id, random) => w.draftArticle(id, `Draft ${random.hex(4)}`))],
  translateArticle: [
    1,
    to('articles', (w, id, random) => w.translateArticle(id, random.pick(['fr', 'de']), `Titre ${random.hex(4)}`)),
  ],
  tagArticle: [
    2,
    to('articles', (w, id, random) => {
      const [admin] = w.admins.keys();
      const tags = random.sample([...w.tags.values()], random.int(0, 2));
      const applied = {
        applied_at: random.int(1_600_000_000, 1_700_000_000),
        applied_by: { type: 'admin' as const, id: admin! },
      };
      return w.updateArticle(id, { tags: tags.map((tag) => ({ ...tag, ...applied })) });
    }),
  ],
  viewArticle: [1, to('articles', (w, id) => w.viewArticle(id))],
  createAttribute: [
    0.5,
    (workspace, random) =>
      workspace.createDataAttribute({ model: random.pick(['contact', 'company']), name: `attribute_${random.hex(6)}` }),
  ],
};

/** Changes of every field that people can change, to any value that it may have. */
const everyField: Record<string, [weight: number, change: Change]> = {
  changeContact: [4, to('contacts', (w, id, random) => w.updateContact(id, newValues('contacts', w, random)))],
  changeCompany: [3, to('companies', (w, id, random) => w.updateCompany(id, newValues('companies', w, random)))],
  changeConversation: [
    4,
    to('conversations', (w, id, random) => w.updateConversation(id, newValues('conversations', w, random))),
  ],
  changeSource: [
    1,
    to('conversations', (w, id, random) =>
      w.updateConversation(id, { source: { ...w.conversations.get(id)!.source, ...newValues('sources', w, random) } }),
    ),
  ],
  changePart: [
    3,
    to('conversations', (w, id, random) => {
      const { parts } = w.conversations.get(id)!;
      return parts.length > 0 && w.updatePart(id, random.pick(parts).id, newValues('parts', w, random));
    }),
  ],
  changeSidePart: [
    2,
    to('sideConversations', (w, id, random) =>
      beside(
        w,
        id,
        random,
        ({ id: side, parts }) =>
          parts.length > 0 && w.updateSidePart(id, side, random.pick(parts).id, newValues('parts', w, random)),
      ),
    ),
  ],
  redactPart: [
    1,
    to('conversations', (w, id, random) => {
      const { parts } = w.conversations.get(id)!;
      return parts.length > 0 && w.redactPart(id, random.pick(parts).id);
    }),
  ],
  changeTicket: [3, to('tickets', (w, id, random) => w.updateTicket(id, newValues('tickets', w, random)))],
  changeTicketPart: [
    2,
    to('tickets', (w, id, random) => {
      const { parts } = w.tickets.get(id)!;
      return parts.length > 0 && w.updateTicketPart(id, random.pick(parts).id, newValues('ticketParts', w, random));
    }),
  ],
  untagConversation: [
    1,
    to('conversations', (w, id) => {
      const [tag] = w.conversations.get(id)!.tags;
      return tag && w.untagConversation(id, tag.id);
    }),
  ],
  untagCompany: [
    1,
    to('companies', (w, id) => {
      const [tag] = w.companies.get(id)!.tag_ids;
      return tag && w.untagCompany(id, tag);
    }),
  ],
  addCompanyNote: [1, to('companies', (w, id) => w.addCompanyNote(id))],
  changeTag: [1, to('tags', (w, id, random) => w.updateTag(id, newValues('tags', w, random)))],
  changeSegment: [1, to('segments', (w, id, random) => w.updateSegment(id, newValues('segments', w, random)))],
  changeTeam: [1, to('teams', (w, id, random) => w.updateTeam(id, newValues('teams', w, random)))],
  changeAdmin: [1, to('admins', (w, id, random) => w.updateAdmin(id, newValues('admins', w, random)))],
  changeAttribute: [
    2,
    (workspace, random) => {
      const key = anyOf(workspace.dataAttributes, random);
      const changed = newValues('dataAttributes', workspace, random);
      return key && workspace.updateDataAttribute(key, changed);
    },
  ],
  deleteAttribute: [
    0.3,
    (workspace, random) => {
      const key = anyOf(workspace.dataAttributes, random, (one) => workspace.dataAttributes.get(one)!.custom);
      return key && workspace.deleteDataAttribute(key);
    },
  ],
};

const inactive = (workspace: Workspace, random: Random, status: string) =>
  anyOf(workspace.inactiveContacts, random, (id) => workspace.inactiveContacts.get(id)?.status === status);

/** Contacts that vanish without a word, and come back. */
const archives: Record<string, [weight: number, change: Change]> = {
  archiveContact: [4, to('contacts', (w, id) => w.archiveContact(id))],
  blockContact: [1, to('contacts', (w, id) => w.blockContact(id))],
  // With its old time, or touched by it: no document says which.
  unarchiveContact: [
    3,
    (workspace, random) => {
      const id = inactive(workspace, random, 'archived');
      if (id === undefined) return undefined;
      const { contact } = workspace.inactiveContacts.get(id)!;
      workspace.unarchiveContact(id);
      return random.chance(0.3) && workspace.updateContact(id, { name: contact?.name ?? null });
    },
  ],
  unblockContact: [
    1,
    (workspace, random) => {
      const id = inactive(workspace, random, 'blocked');
      return id && workspace.unblockContact(id);
    },
  ],
  deleteArchivedContact: [
    0.5,
    (workspace, random) => {
      const id = inactive(workspace, random, 'archived');
      return id && workspace.deleteContact(id);
    },
  ],
};

export interface MutatorOptions {
  /** Whether contacts are archived and blocked, and come back. Default false. */
  archives?: boolean;
}

/** Makes changes, the same ones for the same random numbers. */
export function createMutator(workspace: Workspace, random: Random, options: MutatorOptions = {}): Mutator {
  const made: Record<string, number> = {};
  const changes = {
    ...usual,
    ...everyField,
    ...listingChanges,
    ...(options.archives ? archives : {}),
  };
  const names = Object.keys(changes);
  const total = names.reduce((sum, name) => sum + changes[name]![0], 0);
  const pick = () => {
    let place = random.next() * total;
    for (const name of names) {
      place -= changes[name]![0];
      if (place < 0) return name;
    }
    return names[0]!;
  };
  const one = () => {
    const name = pick();
    made[name] = (made[name] ?? 0) + 1;
    changes[name]![1](workspace, random);
  };

  return {
    made,
    change(times) {
      for (let i = 0; i < times; i++) one();
    },
    stampede() {
      made.stampede = (made.stampede ?? 0) + 1;
      switch (random.int(0, 3)) {
        case 0:
          for (const id of [...workspace.contacts.keys()])
            workspace.updateContact(id, { has_hard_bounced: random.chance(0.5) });
          break;
        case 1:
          for (let i = 0; i < 120; i++) workspace.createContact({ role: i % 2 === 0 ? 'user' : 'lead' });
          break;
        case 2:
          for (const id of [...workspace.conversations.keys()])
            workspace.updateConversation(id, { read: random.chance(0.5) });
          break;
        default:
          for (const id of [...workspace.tickets.keys()]) workspace.updateTicket(id, { open: random.chance(0.5) });
      }
    },
  };
}
