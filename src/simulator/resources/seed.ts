import { isCollection } from '../engine/collection.ts';
import { createRandom } from '../engine/random.ts';
import type { Seeding } from '../engine/seeding.ts';
import type { Store } from '../engine/store.ts';
import { createTimeline } from '../engine/timeline.ts';
import { allFamilies } from './index.ts';

interface Seeded {
  store: Store;
  /** The workspace's clock, which is set back while its past is told. */
  clock: { now: () => number };
}

/** Fills the workspace with two years of a small company's life; at scale 0 only with what every workspace has. */
export function seedWorkspace({ store, clock }: Seeded): void {
  const { seed, scale, counts: asked } = store.settings;
  const end = store.seconds();
  const times = (count: number): number => Math.round(count * scale);
  const counts = {
    contacts: times(320),
    conversations: times(200),
    tickets: times(80),
    companies: times(60),
    deletedConversations: times(12),
    ...asked,
  };
  const shared = { store, timeline: createTimeline(clock), end, counts };
  const seedings = allFamilies.map(([name, family]) => {
    const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const seeding: Seeding = { ...shared, random: createRandom(seed, words) };
    return { family, seeding };
  });

  for (const { family, seeding } of seedings) family.seedAlways?.(seeding);
  if (scale === 0 && Object.keys(asked).length === 0) return;
  for (const { family, seeding } of seedings) family.seed?.(seeding);
  for (const [, { resources }] of allFamilies) {
    for (const key of Object.values(resources)) {
      const held = store.get<object>(key);
      if (isCollection(held)) held.catchUp();
    }
  }
}
