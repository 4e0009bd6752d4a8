/** A sound copy, damaged in more than fifty ways: each is found, with its ids, and mended. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onFile } from '../support/duckdb-file.ts';
import { streams } from '../support/registry.ts';
import { expectTablesToEqualTruth } from '../sync/tables.ts';
import { type Damage, damages } from './damages.ts';
import { found, lineOf, names, type VerifyPlace, verifyPlace } from './place.ts';

let place: VerifyPlace;
let file: string;
beforeAll(async () => {
  place = await verifyPlace();
  file = place.path('intercom.duckdb');
  await place.pass(86_400);
  await place.sync(`duckdb:${file}`);
  const { workspace } = place.simulator;
  await place.pass(86_400);
  const [lead] = [...workspace.contacts.values()].filter(({ role }) => role === 'lead');
  const [user, other] = [...workspace.contacts.values()].filter(({ role }) => role === 'user');
  workspace.mergeContacts(lead!.id, user!.id);
  workspace.deleteContact(other!.id);
  const [first, second] = [...workspace.conversations.keys()].slice(3);
  workspace.deleteConversation(first!);
  workspace.addPart(second!, { body: '<p>Once more</p>' });
  await place.pass(86_400);
  await place.sync(`duckdb:${file}`);
}, 60_000);
afterAll(() => place.close());

test('there are fifty of them and more', () => {
  expect(new Set(damages.map(({ name }) => name)).size).toBe(damages.length);
  expect(damages.length).toBeGreaterThanOrEqual(50);
});

test('nothing is found, and nothing written, where nothing is damaged', async () => {
  const { verification, repaired } = await place.verify(`duckdb:${file}`, { sample: 'all', repair: true });
  expect(found(verification)).toEqual([]);
  expect(repaired).toEqual({ records: 0, found: [], left: [] });
  expect(verification.streams.filter(({ verdict }) => verdict !== 'sound').map(({ stream }) => stream)).toEqual([
    'deleted_conversations',
  ]);
});

/** Damages to different records are verified apart: one to each sort at a time. */
const rounds = roundsOf(damages);

test.each(rounds.map((round) => ({ names: round.map(({ name }) => name).join('; '), round })))(
  'found, and mended: $names',
  async ({ round }) => {
    const copy = await place.copyOf(file);
    const { wanted, before } = await onFile(copy, async (query) => {
      const wanted: string[] = [];
      for (const one of round) {
        const values = Object.values((await query(one.of))[0]!).map(String);
        for (const statement of one.sql(...values).split(';')) await query(statement);
        wanted.push(...one.finds(...values));
      }
      return { wanted, before: await query(states) };
    });
    const of = [...new Set(round.flatMap(familyOf))];
    const sample = round.some(({ all }) => all) ? 'all' : 5;
    const { verification, repaired } = await place.verify(`duckdb:${copy}`, { sample, streams: of, repair: true });
    const asFound = wanted.map((line) => line.replace(' vanished ', ' extra '));
    expect(repaired!.found.map(lineOf).sort()).toEqual(asFound.sort());
    expect(found(verification)).toEqual([]);
    await onFile(copy, async (query) => {
      await expectTablesToEqualTruth({ use: (run) => run(query) }, place.simulator, of, { afterChanges: true });
      // No position moves.
      expect(await query(states)).toEqual(before);
    });
  },
);

test('a position in the future is found, stays as it is, and what mends it is told', async () => {
  const copy = await place.copyOf(file);
  const low = 4_000_000_000;
  await onFile(copy, (query) =>
    query(`UPDATE _source_intercom_state SET state = '{"updated_at": ${low}}' WHERE stream = 'tickets'`),
  );
  const { verification, repaired } = await place.verify(`duckdb:${copy}`, { streams: ['tickets'], repair: true });
  expect(found(verification)).toEqual([`tickets position ${low}`]);
  expect(repaired!.left).toEqual([
    'Read again what could not be mended: source-intercom sync --full-refresh --streams tickets',
  ]);
});

function roundsOf(all: readonly Damage[]): Damage[][] {
  const byFamily = new Map<string, Map<string, Damage[]>>();
  for (const one of all) {
    const [parent] = familyOf(one);
    const turns = byFamily.get(parent!) ?? new Map<string, Damage[]>();
    const turn = one.sort ? `${one.table} ${one.sort}` : one.name;
    byFamily.set(parent!, turns.set(turn, [...(turns.get(turn) ?? []), one]));
  }
  // Those that need all records compared come together.
  const families = [...byFamily.values()].map((turns) =>
    [...turns.values()].sort((a, b) => Number(b.some(needsAll)) - Number(a.some(needsAll))),
  );
  const most = Math.max(...families.map(({ length }) => length));
  return Array.from({ length: most }, (_, i) => families.flatMap((turns) => turns[i] ?? []));
}

function needsAll({ all }: Damage): boolean {
  return all ?? false;
}

/** The streams of what is damaged: its records' own, and what is inside them. */
function familyOf({ table }: Damage): string[] {
  const parent = streams.find(({ name }) => name === table)?.parent?.stream ?? table;
  return [parent, ...names.filter((name) => streams.find((one) => one.name === name)?.parent?.stream === parent)];
}

const states =
  'SELECT stream, CAST(state AS VARCHAR) AS state, generation, refreshing FROM _source_intercom_state ORDER BY 1';
