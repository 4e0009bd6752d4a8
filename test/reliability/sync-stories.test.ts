/** What the seeds have found in syncs, told in as few steps as it takes. */
import { afterEach, expect, test } from 'vitest';
import { beginStory, type Story } from './story.ts';

let story: Story;
afterEach(() => story.end());

const day = 86_400;

/** Of the contacts, the one that changed first. */
const oldest = ({ workspace }: Story): string =>
  [...workspace.contacts.values()].sort((a, b) => a.updated_at - b.updated_at)[0]!.id;

test('a full refresh by a start date tells also what went before it began, of what it does not read', async () => {
  story = await beginStory();
  const start = Math.floor(story.stage.scenario.begin / 1000) - 10 * day;
  await story.sync();
  await story.pass(3600);
  story.workspace.deleteContact(oldest(story));
  await story.pass(3600);
  await story.sync({ fullRefresh: true, times: { start } });
  await story.pass(3600);
  await story.sync({ times: { start } });
  expect(story.differences()).toEqual([]);
});

test('a full refresh that was killed, and begun anew for want of a start date, drops what went in between', async () => {
  story = await beginStory();
  const { workspace, stage } = story;
  const start = Math.floor(stage.scenario.begin / 1000) - 400 * day;
  await story.sync();
  await story.pass(3600);
  // Killed once the contacts of the refresh are in, but before it is complete.
  const { requests } = await story.sync({
    fullRefresh: true,
    times: { start },
    accident: { how: 'killed', atRequest: 14 },
  });
  expect(requests).toBe(14);
  const met = stage.tables.rows('contacts').filter(({ _generation }) => _generation === 2);
  expect(met.length).toBeGreaterThan(0);
  workspace.deleteContact(String(met[0]!.id));
  await story.pass(3600);
  await story.sync();
  await story.pass(3600);
  await story.sync();
  expect(story.differences()).toEqual([]);
});

test('a start date that is put off while a full refresh is broken off loses no deletion', async () => {
  story = await beginStory();
  const { workspace, stage } = story;
  const start = Math.floor(stage.scenario.begin / 1000) - 10 * day;
  await story.sync();
  await story.pass(3600);
  await story.sync({ fullRefresh: true, accident: { how: 'killed', atRequest: 14 } });
  workspace.deleteContact(oldest(story));
  await story.pass(3600);
  await story.sync({ times: { start } });
  await story.pass(3600);
  await story.sync({ times: { start } });
  expect(story.differences()).toEqual([]);
});

test('deletions that were not asked for a while are told once they are', async () => {
  story = await beginStory();
  await story.sync({ emitDeletions: false });
  await story.pass(3600);
  story.workspace.deleteContact(oldest(story));
  await story.pass(3600);
  await story.sync({ emitDeletions: false });
  await story.pass(3600);
  await story.sync();
  expect(story.differences()).toEqual([]);
});
