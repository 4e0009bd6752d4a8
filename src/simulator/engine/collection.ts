import type { Settings } from './options.ts';
import { createSortedIndex, type Entry, type SortedIndex, type SortKey } from './search/sorted-index.ts';
import type { Store, StoreKey } from './store.ts';

/** Gives the key a named field is ordered by. */
export type KeyOf<T> = (field: string) => (item: T) => SortKey;

/**
 * Records of one kind: the truth by id, and beside it what search and lists show, which may lag behind.
 * Stored objects are never changed in place, so that an earlier version stays what it was.
 */
export interface Collection<T extends { id: string }> {
  readonly all: Map<string, T>;
  put(item: T): T;
  remove(id: string): void;
  /** What search and lists show, ascending by the field, then by id. */
  listing(field: string): readonly Entry<T>[];
  /** Grows with every change of what is shown. */
  revision(): number;
  /** Shows everything now, whatever the lag. */
  catchUp(): void;
}

interface Change<T> {
  id: string;
  /** Undefined where it was removed. */
  item: T | undefined;
  visibleAt: number;
}

/** Whether what stands under a key is a collection. */
export const isCollection = (held: object): held is Collection<{ id: string }> => 'catchUp' in held;

/** The key of a collection. */
export const collection = <T extends { id: string }>(
  name: string,
  keyOf: (store: Store) => KeyOf<T>,
): StoreKey<Collection<T>> => ({ name, init: (store) => createCollection(keyOf(store), store.settings) });

/** An empty collection. */
function createCollection<T extends { id: string }>(
  keyOf: KeyOf<T>,
  settings: Pick<Settings, 'now' | 'indexingLagSeconds' | 'lagMode'>,
): Collection<T> {
  const all = new Map<string, T>();
  const lagMs = settings.indexingLagSeconds * 1000;
  const shown = lagMs === 0 ? all : new Map<string, T>();
  const indexes = new Map<string, SortedIndex<T>>();
  let waiting: Change<T>[] = [];
  let revision = 0;

  const show = (item: T): void => {
    shown.set(item.id, item);
    for (const index of indexes.values()) index.set(item);
    revision += 1;
  };
  const hide = (id: string): void => {
    shown.delete(id);
    for (const index of indexes.values()) index.remove(id);
    revision += 1;
  };
  const settle = (until: number): void => {
    if (!waiting.some((change) => change.visibleAt <= until)) return;
    const due = waiting.filter((change) => change.visibleAt <= until);
    waiting = waiting.filter((change) => change.visibleAt > until);
    const unsettled = new Set(settings.lagMode === 'hidden' ? waiting.map(({ id }) => id) : []);
    for (const { id, item } of due) {
      if (item === undefined) hide(id);
      else if (!unsettled.has(id)) show(item);
    }
  };

  return {
    all,
    put(item) {
      all.set(item.id, item);
      if (lagMs === 0) {
        show(item);
      } else {
        if (settings.lagMode === 'hidden') hide(item.id);
        waiting.push({ id: item.id, item, visibleAt: settings.now() + lagMs });
      }
      return item;
    },
    remove(id) {
      all.delete(id);
      if (lagMs > 0 && settings.lagMode === 'stale') {
        waiting.push({ id, item: undefined, visibleAt: settings.now() + lagMs });
        return;
      }
      waiting = waiting.filter((change) => change.id !== id);
      hide(id);
    },
    listing(field) {
      settle(settings.now());
      let index = indexes.get(field);
      if (index === undefined) {
        index = createSortedIndex(keyOf(field));
        for (const item of shown.values()) index.set(item);
        indexes.set(field, index);
      }
      return index.entries();
    },
    revision() {
      settle(settings.now());
      return revision;
    },
    catchUp() {
      settle(Number.POSITIVE_INFINITY);
    },
  };
}
