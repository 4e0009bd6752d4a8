/** Some business of a workspace: what its people do in a while, the same for the same seed and times. */
import { createRandom } from '../engine/random.ts';
import { createTimeline } from '../engine/timeline.ts';
import type { Workspace } from '../resources/workspace.ts';
import { conversationBusiness } from './conversations.ts';
import { otherBusiness } from './others.ts';

/** What happened, and how often: `{ 'new conversation': 6 }`. */
export type Happened = Record<string, number>;

interface Lived {
  workspace: Workspace;
  /** The workspace's clock, which shows the time of each change while it is made. */
  clock: { now: () => number };
  seed: number;
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
}

/** Lets things happen between two moments: some dozens, however long that is; nothing within a second. */
export function doBusiness({ workspace, clock, seed, from, to }: Lived): Happened {
  const happened: Happened = {};
  const [first, last] = [Math.floor(from / 1000) + 1, Math.floor(to / 1000)];
  if (last <= first) return happened;
  const random = createRandom(seed, `business from ${first} to ${last}`);
  const timeline = createTimeline(clock);
  for (const [name, [times, change]] of Object.entries({ ...conversationBusiness, ...otherBusiness })) {
    for (let i = 0; i < times; i++) {
      const seconds = random.int(first, last);
      timeline.at(seconds, () => {
        if (change(workspace, random, seconds) !== false) happened[name] = (happened[name] ?? 0) + 1;
      });
    }
  }
  timeline.run();
  return happened;
}
