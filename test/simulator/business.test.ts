/** What happens in a workspace between the moments that it is given. */
import { expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { expectToStandAsItsParts } from './replay.ts';

const begun = Date.parse('2026-11-20T22:00:00Z');
const hour = 3_600_000;
const at = (...moments: number[]): Simulator =>
  createSimulator({ seed: 4, moments, now: () => moments.at(-1)! + 1000 });

const textOf = ({ workspace }: Simulator) =>
  JSON.stringify(
    (['contacts', 'conversations', 'companies', 'tickets', 'tags'] as const).map((n) => workspace.truth(n)),
  );

test('one moment is the workspace as it is seeded then, whatever the time is now', () => {
  const seeded = createSimulator({ seed: 4, now: () => begun });
  expect(textOf(at(begun)) === textOf(seeded)).toBe(true);
  expect(at(begun).happened).toEqual({});
});

test('the same moments make the same workspace, others another one', () => {
  const [one, same, other] = [at(begun, begun + hour), at(begun, begun + hour), at(begun, begun + 2 * hour)];
  expect(textOf(one) === textOf(same)).toBe(true);
  expect(textOf(one) === textOf(other)).toBe(false);
});

test('all that changes does so between them, one moment after the other', () => {
  const [to, later] = [begun + hour, begun + 30 * hour];
  const before = at(begun).workspace;
  const once = at(begun, to).workspace;
  const twice = at(begun, to, later).workspace;
  for (const name of ['contacts', 'conversations', 'tickets', 'companies'] as const) {
    const changed = (was: typeof before, is: typeof before) =>
      [...is[name].values()].filter(({ id, updated_at }) => was[name].get(id)?.updated_at !== updated_at);
    const [first, second] = [changed(before, once), changed(once, twice)];
    expect(
      [first.length, second.length].every((count) => count > 0),
      name,
    ).toBe(true);
    for (const { updated_at } of first) expect(updated_at * 1000 > begun && updated_at * 1000 <= to).toBe(true);
    for (const { updated_at } of second) expect(updated_at * 1000 > to && updated_at * 1000 <= later).toBe(true);
  }
});

test('everything that is to happen does, in a workspace of some size', () => {
  const { happened, workspace } = at(begun, begun + hour);
  expect(Object.keys(happened)).toEqual(
    expect.arrayContaining(
      `answer,reply of a contact,new conversation,conversation that Fin answered,conversation that a contact opened again,closed conversation,
      snoozed conversation,deleted conversation,merged lead,deleted contact,deleted company,renamed tag,renamed team,renamed attribute`.split(
        /,\s*/,
      ),
    ),
  );
  const before = at(begun).workspace;
  const differing = (name: 'tags' | 'teams') =>
    [...workspace[name].values()].filter(({ id, name: is }) => before[name].get(id)?.name !== is).length;
  expect([differing('tags'), differing('teams')]).toEqual([1, 1]);
});

test('conversations stand as their parts say, after months of it too', () => {
  const moments = Array.from({ length: 30 }, (_, i) => begun + i * 60 * hour);
  const { workspace, happened } = at(...moments);
  for (const one of workspace.conversations.values()) {
    // A snooze that ended is noticed by and by.
    if (one.state !== 'snoozed') expectToStandAsItsParts(one, moments.at(-1)! / 1000);
  }
  expect(Object.keys(happened).length).toBeGreaterThan(10);
  expect([...workspace.tags.values()].every(({ name }) => name.length < 30)).toBe(true);
});

test('nothing happens within a second', () => {
  expect(at(begun, begun + 500).happened).toEqual({});
});
