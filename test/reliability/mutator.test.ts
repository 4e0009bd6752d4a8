/** The random changes reach every field that a record can have, so that none can be forgotten by what copies them. */
import { expect, test } from 'vitest';
import { createRandom } from '../../src/simulator/engine/random.ts';
import { createSimulator, type JsonObject, type TruthName, type Workspace } from '../../src/simulator/index.ts';
import { listings } from '../../src/simulator/resources/workspace.ts';
import { streamNamed } from '../support/registry.ts';
import { createMutator } from './mutator.ts';

const attribute = ['full_name', 'name', 'model', 'data_type', 'custom', 'admin_id'];

/** What every record has for life. */
const always = ['type', 'id', 'created_at', 'workspace_id', 'app_id'];

/** What records have for life besides. */
const fixed: Partial<Record<TruthName, string[]>> = {
  contacts: [],
  companies: ['company_id'],
  conversations: [],
  // What happened in a part has happened; what was said in it may be changed.
  conversation_parts: ['part_type', 'author', 'event_details', 'metadata', 'email_message_metadata'],
  tickets: ['ticket_id'],
  tags: [],
  segments: [],
  teams: [],
  admins: [],
  contact_attributes: attribute,
  company_attributes: attribute,
  // It follows from the id.
  data_connectors: ['execution_results_url'],
};

/** Of what Intercom lists whole and a stream shows, every field is changed unless it stands above. */
const listed = listings.map(([, { name }]) => name as TruthName).filter((name) => streamNamed(name));
const names = [...new Set([...(Object.keys(fixed) as TruthName[]), ...listed])];

type Records = Map<unknown, JsonObject>;

function recordsOf(workspace: Workspace, name: TruthName): Records {
  const records: JsonObject[] =
    name === 'conversation_parts' ? workspace.truth(name).map(({ part }) => part) : workspace.truth(name);
  return new Map(records.map((record) => [record.id ?? record.full_name, record]));
}

/** The fields in which records that are in both differ. */
function changedBetween(before: Records, after: Records): string[] {
  return [...before].flatMap(([key, old]) => {
    const now = after.get(key);
    if (now === undefined) return [];
    return fieldsOf([old, now]).filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]));
  });
}

const fieldsOf = (records: Iterable<JsonObject>): string[] => [...new Set([...records].flatMap(Object.keys))];

test('every field of every record that can change does', () => {
  const changed = new Map(names.map((name) => [name, new Set<string>()]));
  const all = new Map(names.map((name) => [name, new Set<string>()]));
  // What there is one of may be deleted before it changes: not in each of some lives.
  for (const life of [1, 2, 3, 4, 5, 6]) {
    const { workspace } = createSimulator({ seed: 3, scale: 0.3, now: () => 1_760_000_000_000 });
    const mutator = createMutator(workspace, createRandom(life, 'every field'), { archives: true });
    for (const name of names)
      for (const field of fieldsOf(recordsOf(workspace, name).values())) all.get(name)!.add(field);
    for (let round = 0; round < 15; round++) {
      const before = names.map((name) => recordsOf(workspace, name));
      mutator.change(150);
      for (const [index, name] of names.entries()) {
        for (const field of changedBetween(before[index]!, recordsOf(workspace, name))) changed.get(name)!.add(field);
      }
    }
  }

  const still = names.map((name) => {
    const unchanged = [...all.get(name)!].filter((field) => !changed.get(name)!.has(field));
    return [name, unchanged.filter((field) => !always.includes(field)).sort()];
  });
  expect(Object.fromEntries(still)).toEqual(
    Object.fromEntries(names.map((name) => [name, [...(fixed[name] ?? [])].sort()])),
  );
});
