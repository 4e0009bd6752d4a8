import { createRandom, type Random } from './random.ts';
import type { Store } from './workspace/store.ts';
import type { Mutators } from './workspace/workspace.ts';

/** How lively the workspace is. */
export interface LifeOptions {
  /** Milliseconds between two changes. Default 1000. */
  everyMs?: number;
}

interface Living {
  store: Store;
  mutators: Mutators;
}

type Change = (living: Living, random: Random) => void;

/** What happens in a workspace, as often as it stands here. */
const CHANGES: Change[] = [
  ({ store, mutators }, random) =>
    void mutators.addPart(anyOf(store.conversations.all, random), { body: '<p>Any news?</p>' }),
  ({ store, mutators }, random) =>
    void mutators.addPart(anyOf(store.conversations.all, random), { part_type: 'close', body: null }),
  ({ store, mutators }, random) =>
    void mutators.createConversation({ contact_ids: [anyOf(store.contacts.all, random)] }),
  ({ store, mutators }, random) =>
    void mutators.updateContact(anyOf(store.contacts.all, random), { last_seen_at: store.seconds() }),
  ({ store, mutators }, random) =>
    void mutators.tagContact(anyOf(store.contacts.all, random), anyOf(store.tags, random)),
  ({ store, mutators }, random) =>
    void mutators.updateCompany(anyOf(store.companies, random), { last_request_at: store.seconds() }),
  ({ store, mutators }, random) =>
    void mutators.updateTicket(anyOf(store.tickets.all, random), { open: random.chance(0.5) }),
  ({ mutators }, random) =>
    void mutators.createContact({
      role: random.chance(0.6) ? 'user' : 'lead',
      email: `new-${random.hex(8)}@mail.example`,
    }),
];

/** Makes one random change every so often; the function it gives ends that. An empty workspace only gets contacts. */
export function startLife(living: Living, { everyMs = 1000 }: LifeOptions = {}): () => void {
  const random = createRandom(living.store.settings.seed, 'life');
  const timer = setInterval(() => {
    const { store } = living;
    const peopled = store.conversations.all.size > 0 && store.companies.size > 0 && store.tickets.all.size > 0;
    (peopled ? random.pick(CHANGES) : CHANGES.at(-1)!)(living, random);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function anyOf(map: ReadonlyMap<string, unknown>, random: Random): string {
  return random.pick([...map.keys()]);
}
