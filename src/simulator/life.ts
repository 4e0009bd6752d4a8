import { createRandom, type Random } from './engine/random.ts';
import type { Workspace } from './resources/workspace.ts';

/** How lively the workspace is. */
export interface LifeOptions {
  /** Milliseconds between two changes. Default 1000. */
  everyMs?: number;
}

interface Living {
  workspace: Workspace;
  seed: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

type Change = (workspace: Workspace, random: Random, seconds: number) => unknown;

/** What happens in a workspace, as often as it stands here. */
const changes: Change[] = [
  (workspace, random) => workspace.addPart(anyOf(workspace.conversations, random), { body: '<p>Any news?</p>' }),
  (workspace, random) => workspace.addPart(anyOf(workspace.conversations, random), { part_type: 'close', body: null }),
  (workspace, random) => workspace.createConversation({ contact_ids: [anyOf(workspace.contacts, random)] }),
  (workspace, random, last_seen_at) => workspace.updateContact(anyOf(workspace.contacts, random), { last_seen_at }),
  (workspace, random) => workspace.tagContact(anyOf(workspace.contacts, random), anyOf(workspace.tags, random)),
  (workspace, random, last_request_at) =>
    workspace.updateCompany(anyOf(workspace.companies, random), { last_request_at }),
  (workspace, random) => workspace.updateTicket(anyOf(workspace.tickets, random), { open: random.chance(0.5) }),
  (workspace, random) =>
    workspace.createContact({
      role: random.chance(0.6) ? 'user' : 'lead',
      email: `new-${random.hex(8)}@mail.example`,
    }),
];

/** Makes one random change every so often; the function it gives ends that. An empty workspace only gets contacts. */
export function startLife({ workspace, seed, now }: Living, { everyMs = 1000 }: LifeOptions = {}): () => void {
  const random = createRandom(seed, 'life');
  const timer = setInterval(() => {
    const { conversations, companies, tickets } = workspace;
    const peopled = conversations.size > 0 && companies.size > 0 && tickets.size > 0;
    (peopled ? random.pick(changes) : changes.at(-1)!)(workspace, random, Math.floor(now() / 1000));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function anyOf(map: ReadonlyMap<string, unknown>, random: Random): string {
  return random.pick([...map.keys()]);
}
