/** The store of one workspace: parts that know nothing of each other, and what changes of them need. */
import { createIds, type Ids } from './ids.ts';
import type { Settings } from './options.ts';
import { createRandom, type Random } from './random.ts';

/** A part of a store, such as the tags of the workspace: a constant by which it is asked for. */
export interface Part<T> {
  readonly name: string;
  /** What a new workspace begins with. */
  init(store: Store): T;
}

/** All that a workspace holds. */
export interface Store {
  readonly settings: Settings;
  readonly random: Random;
  readonly ids: Ids;
  /** The time in whole seconds. */
  seconds(): number;
  /** The part, which is made when it is first asked for. */
  get<T>(part: Part<T>): T;
}

/** An empty workspace. */
export function createStore(settings: Settings): Store {
  const random = createRandom(settings.seed, 'workspace');
  const parts = new Map<Part<unknown>, unknown>();
  const store: Store = {
    settings,
    random,
    ids: createIds(random),
    seconds: () => Math.floor(settings.now() / 1000),
    get<T>(part: Part<T>): T {
      if (!parts.has(part)) parts.set(part, part.init(store));
      return parts.get(part) as T;
    },
  };
  return store;
}
