/** Which workspace the demo's simulator makes, as a short text: another one wherever what it makes would be another. */
import { createHash } from 'node:crypto';
import { createSimulator } from '../simulator/index.ts';

const moments = [1_760_000_000_000, 1_760_000_060_000];
const counts = { contacts: 40, conversations: 40, tickets: 8, companies: 8 };

/** From a small workspace of a fixed time, with some business in it, rather than from a number that someone has to remember to raise. */
export function demoVersion(seed: number, scale: number): string {
  const { workspace } = createSimulator({ seed, counts, moments, now: () => moments[1]! + 1000 });
  const names = [
    'contacts',
    'conversations',
    'conversation_parts',
    'companies',
    'tickets',
    'tags',
    'articles',
  ] as const;
  const hash = createHash('sha256').update(`${seed} ${scale}`);
  for (const name of names) hash.update(JSON.stringify(workspace.truth(name)));
  return hash.digest('hex').slice(0, 16);
}
