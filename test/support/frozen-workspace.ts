/**
 * Workspaces as the seed made them once, for tests of what was read from them then: `test/fixtures/*workspace.json.gz` hold the records of the
 * stores, taken at `2f53ae3`, when the seed still made them as it had at `b7b2b24`. What is seeded now is another workspace.
 */
import { isCollection } from '../../src/simulator/engine/collection.ts';
import { type SimulatorOptions, settle } from '../../src/simulator/engine/options.ts';
import { createRandom } from '../../src/simulator/engine/random.ts';
import { createStore, type Store } from '../../src/simulator/engine/store.ts';
import { createTimeline } from '../../src/simulator/engine/timeline.ts';
import { companies, members } from '../../src/simulator/resources/companies/tables.ts';
import type { ContactActivity } from '../../src/simulator/resources/contacts/activity.ts';
import { blankContact, type Contact } from '../../src/simulator/resources/contacts/model.ts';
import { activities, contacts } from '../../src/simulator/resources/contacts/tables.ts';
import { allFamilies } from '../../src/simulator/resources/index.ts';
import { type Simulator, simulatorOf } from '../../src/simulator/simulator.ts';

/** By the names that the workspace has for them: what it held, by key. */
export type Frozen = Record<string, [key: string, record: object | string][]>;

/** The simulator of a frozen workspace. Families that it knows nothing of are seeded as they are now, beside its records. */
export function thaw(frozen: Frozen, options: SimulatorOptions & { now: () => number }): Simulator {
  const store = withFreshIds(createStore(settle(options)));
  for (const [, family] of allFamilies) {
    for (const [name, key] of Object.entries(family.resources)) {
      const held: object = store.get(key);
      for (const [id, record] of frozen[name] ?? []) {
        if (isCollection(held)) held.put(complete(name, { ...(record as { id: string }), id }));
        else (held as Map<string, unknown>).set(id, record);
      }
    }
  }
  for (const [, activity] of frozen.activities ?? []) {
    (store.get(activities).all as ContactActivity[]).push(activity as ContactActivity);
  }
  fillCompanies(store);
  if (frozen.admins === undefined) seedAlways(store);
  else seedOthers(store, frozen);
  return simulatorOf(store);
}

/** New numbers lie far above those that were given then. */
function withFreshIds(store: Store): Store {
  const { number } = store.ids;
  store.ids.number = (ids) => String(BigInt(number(ids)) + 1_000_000_000n);
  return store;
}

/** Of contacts a fixture may hold no more than a test looks at. */
const complete = (name: string, record: { id: string }): { id: string } =>
  name === 'contacts' ? { ...blankContact(record.id, (record as Contact).created_at), ...record } : record;

function fillCompanies(store: Store): void {
  for (const id of store.get(companies).keys()) store.get(members).set(id, new Set());
  for (const { id, company_ids } of store.get(contacts).all.values()) {
    for (const company of company_ids) store.get(members).get(company)!.add(id);
  }
}

const seedingOf = (store: Store, name: string) => ({
  store,
  timeline: createTimeline({ now: store.settings.now }),
  random: createRandom(store.settings.seed, name),
  end: store.seconds(),
  counts: { contacts: 0, conversations: 0, tickets: 0, companies: 0, deletedConversations: 0 },
});

function seedAlways(store: Store): void {
  for (const [name, family] of allFamilies) family.seedAlways?.(seedingOf(store, name));
}

function seedOthers(store: Store, frozen: Frozen): void {
  for (const [name, family] of allFamilies) {
    if (Object.keys(family.resources).some((resource) => resource in frozen)) continue;
    family.seedAlways?.(seedingOf(store, name));
    family.seed?.(seedingOf(store, name));
  }
}
