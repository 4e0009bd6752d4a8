/** The simulated workspace, with all that follows from the registry: what it holds, its changes, and the truth about it. */
import { type Collection, isCollection } from '../engine/collection.ts';
import type { JsonObject } from '../engine/json.ts';
import { type AnyListing, type ListingChanges, listingChanges } from '../engine/listing.ts';
import type { Store, StoreKey } from '../engine/store.ts';
import { latestVersion } from '../engine/version.ts';
import type { ContactActivity } from './contacts/activity.ts';
import { activities } from './contacts/tables.ts';
import { allFamilies, type families } from './index.ts';

type AnyFamily = (typeof families)[keyof typeof families];
/** What the members of a union are together: of `{ a: 1 } | { b: 2 }` it is `{ a: 1 } & { b: 2 }`. */
type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

type Resources = AllOf<AnyFamily['resources']>;
/** Those of the resources that are listings. */
type Listings = {
  [Name in keyof Resources]: Resources[Name] extends AnyListing ? Resources[Name] : never;
}[keyof Resources];
/** The changes, and the truths, that families have beside those of their listings. */
type OwnChanges = AllOf<
  AnyFamily extends infer One ? (One extends { changes: (store: Store) => infer C } ? C : never) : never
>;
type OwnTruths = AllOf<AnyFamily extends infer One ? (One extends { truths: infer T } ? T : never) : never>;

/** Every change that can be made to a workspace, by name. */
export type Mutators = OwnChanges & AllOf<ListingChanges<Listings>>;

/** What stands under a key as a workspace shows it: by id, to be read only. */
type Held<P> =
  P extends StoreKey<infer T> ? (T extends Collection<infer One> ? ReadonlyMap<string, One> : ReadOnly<T>) : never;
type ReadOnly<T> = T extends Map<infer Key, infer Value> ? ReadonlyMap<Key, Value> : T;

/** What can be asked for, and what one element of it is. */
export type Truth = { [L in Listings as L['name']]: JsonObject } & {
  [Name in keyof OwnTruths]: OwnTruths[Name] extends (store: Store) => (infer One)[] ? One : never;
};

export type TruthName = keyof Truth;

/**
 * The simulated workspace: what it holds, by id, and the mutators that change it.
 * Stored objects are replaced, never changed in place, so an object once read stays as it was.
 */
export type Workspace = Mutators & { readonly [Name in keyof Resources]: Held<Resources[Name]> } & {
  /** The feed of what happened to contacts, oldest first. */
  readonly contactActivities: readonly ContactActivity[];
  /** All that there is of a kind, as the API represents it (version 2.17); plain JSON. */
  truth<Name extends TruthName>(name: Name): Truth[Name][];
};

const resources = allFamilies.flatMap(([, family]) => Object.entries(family.resources));

/** What Intercom lists whole, by the name that the workspace has for it. */
export const listings: readonly [name: string, listing: AnyListing][] = resources.flatMap(([name, resource]) =>
  isListing(resource) ? [[name, resource]] : [],
);

/** By name: all that there is of it. */
const truths: Record<string, (store: Store) => object[]> = {
  ...Object.fromEntries(listings.map(([, one]) => [one.name, allOf(one)])),
  ...Object.assign({}, ...allFamilies.map(([, family]) => family.truths)),
};

/** All mutators over one store. */
export function createMutators(store: Store): Mutators {
  const changes = allFamilies.map(([, family]) => family.changes?.(store));
  return Object.assign({}, ...changes, ...listings.map(([, one]) => listingChanges(store, one))) as Mutators;
}

/** The workspace over a store, as tests and the control surface see it. */
export function createWorkspace(store: Store, mutators: Mutators): Workspace {
  const held = resources.map(([name, resource]) => [name, heldIn(store, resource)]);
  return {
    ...Object.fromEntries(held),
    ...mutators,
    contactActivities: store.get(activities).all,
    truth: (name: TruthName) => JSON.parse(JSON.stringify(truths[name]!(store))),
  } as Workspace;
}

/** True for a name that can be asked for. */
export const isTruthName = (name: string): name is TruthName => Object.hasOwn(truths, name);

/** Of a collection all that it holds, whatever search shows. */
function heldIn(store: Store, key: StoreKey<object>): object {
  const held = store.get(key);
  return isCollection(held) ? held.all : held;
}

/** Of all that a store holds under a key, only listings can make a blank one. */
function isListing(resource: StoreKey<object>): resource is AnyListing {
  return 'blank' in resource;
}

function allOf(one: AnyListing): (store: Store) => JsonObject[] {
  return (store) => [...store.get(one).values()].map((item) => one.json(store, item, latestVersion));
}
