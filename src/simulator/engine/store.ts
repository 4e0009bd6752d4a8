/** The store of one workspace: all that it holds, by key, and what changes need besides. */
import { createIds, type Ids } from './ids.ts';
import type { Settings } from './options.ts';
import { createRandom, type Random } from './random.ts';

/** A constant by which a store is asked for one thing that it holds, such as the tags of the workspace. */
export interface StoreKey<T> {
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
  /** What stands under this key, made when it is first asked for. */
  get<T>(key: StoreKey<T>): T;
}

/** An empty workspace. */
export function createStore(settings: Settings): Store {
  const random = createRandom(settings.seed, 'workspace');
  const held = new Map<StoreKey<unknown>, unknown>();
  const store: Store = {
    settings,
    random,
    ids: createIds(random),
    seconds: () => Math.floor(settings.now() / 1000),
    get<T>(key: StoreKey<T>): T {
      if (!held.has(key)) held.set(key, key.init(store));
      return held.get(key) as T;
    },
  };
  return store;
}
