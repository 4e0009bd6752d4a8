/** What the seeds have found in reads of events, told in as few steps as it takes. */
import { expect, test } from 'vitest';
import type { FaultSpec } from '../../src/simulator/index.ts';
import { attempt } from './attempt.ts';
import { differences } from './differences.ts';
import { chooseAll } from './selection.ts';
import { type Stage, setStage, viewNow } from './stage.ts';
import { storyScenario } from './story.ts';

const day = 86_400;

/** Reads all incrementally, by a start date, and says what is wrong with it. */
async function readFrom(stage: Stage, start: number): Promise<string[]> {
  stage.times = { ...stage.times, start };
  const { problems } = await attempt(stage, chooseAll(stage, 'incremental'));
  await stage.clock.sleep(3_600_000);
  return problems;
}

const lost = (stage: Stage): string[] =>
  differences({
    view: viewNow(stage),
    workspace: stage.simulator.workspace,
    keeper: stage.keeper,
    registry: stage.registry,
    wholly: new Set(),
  });

test('a feed that could not be read at all by a start date is read whole once there is none', async () => {
  const stage = setStage(storyScenario());
  const { workspace } = stage.simulator;
  workspace.deleteConversation([...workspace.conversations.keys()][0]!);
  await stage.clock.sleep(3 * day * 1000);
  const start = Math.floor(stage.scenario.begin / 1000) + 2 * day;
  const down = stage.simulator.faults.add({ kind: '502', match: '/conversations/deleted' });
  await readFrom(stage, start);
  down.remove();
  expect(await readFrom(stage, start)).toEqual([]);
  expect(await readFrom(stage, 0)).toEqual([]);
  expect(lost(stage)).toEqual([]);
});

test('companies that an empty page of the scroll left out are given by the next read', async () => {
  const early: FaultSpec = { kind: 'short-page-end', end: 'empty', match: '/companies/scroll' };
  const stage = setStage({ ...storyScenario(), faults: [early] });
  const ends = stage.simulator.faults.add(early);
  expect(await readFrom(stage, 0)).toEqual([]);
  expect(ends.fired).toBeGreaterThan(0);
  ends.remove();
  expect(await readFrom(stage, 0)).toEqual([]);
  expect(lost(stage)).toEqual([]);
});

test('contact activities whose paging ends early twice are read on to their end', async () => {
  const early: FaultSpec = { kind: 'short-page-end', end: 'null', match: '/contacts/activities' };
  const stage = setStage({ ...storyScenario(), pageCap: 5 });
  const ends = stage.simulator.faults.add({ ...early, times: 2 });
  expect(await readFrom(stage, 0)).toEqual([]);
  expect(ends.fired).toBe(2);
  expect(lost(stage)).toEqual([]);
});

test.each(['year-2100', 'milliseconds'] as const)(
  'a contact that was once shown at a time that can not be (%s) does not shut out its later versions',
  async (ahead) => {
    const stage = setStage(storyScenario());
    const { workspace, faults } = stage.simulator;
    const fault = faults.add({ kind: 'time-ahead', ahead, match: '/contacts/search', after: 1, times: 1 });
    expect(await readFrom(stage, 0)).toEqual([]);
    expect(fault.fired).toBe(1);
    for (const id of workspace.contacts.keys()) workspace.updateContact(id, { name: 'Renamed' });
    await stage.clock.sleep(3_600_000);
    expect(await readFrom(stage, 0)).toEqual([]);
    expect(lost(stage)).toEqual([]);
  },
);
