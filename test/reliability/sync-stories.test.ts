/** What the seeds have found in syncs, told in as few steps as it takes. */
import { afterEach, describe, expect, test } from 'vitest';
import { beginStory, type Story, storyFamilies } from './story.ts';

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

/** A full refresh that ends after the first page of contacts. */
async function breakRefresh({ stage, sync, workspace }: Story, since: number) {
  const breaks = stage.simulator.faults.add({
    kind: '500',
    match: ({ path, body }) => path === '/contacts/search' && JSON.stringify(body).includes('starting_after'),
  });
  const { complete } = await sync({ fullRefresh: true, times: { start: since } });
  breaks.remove();
  expect(complete).not.toContain('contacts');
  const met = stage.tables.rows('contacts').filter(({ _generation }) => _generation === 2);
  expect(met.length).toBeGreaterThan(0);
  expect(met.length).toBeLessThan(workspace.contacts.size);
  return String(met[0]!.id);
}

test('a full refresh that was broken off, and begun anew without its start date, drops what went in between', async () => {
  story = await beginStory();
  await story.sync();
  await story.pass(3600);
  const met = await breakRefresh(story, Math.floor(story.stage.scenario.begin / 1000) - 600 * day);
  story.workspace.deleteContact(met);
  await story.pass(3600);
  await story.sync();
  await story.pass(3600);
  await story.sync();
  expect(story.differences()).toEqual([]);
});

test('a full refresh that was broken off, and begun anew by a start date, tells what went in between', async () => {
  story = await beginStory();
  await story.sync();
  await story.pass(3600);
  await breakRefresh(story, 0);
  story.workspace.deleteContact(oldest(story));
  await story.pass(3600);
  const times = { start: Math.floor(story.stage.scenario.begin / 1000) - 10 * day };
  await story.sync({ times });
  await story.pass(3600);
  await story.sync({ times });
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

describe.each(['year-2100', 'milliseconds'] as const)(
  'records that are shown at a time that can not be: %s',
  (ahead) => {
    /** One of each kind, as often as a page is asked for again because of it, and in the count before it. */
    async function showAhead(paths: readonly string[]) {
      story = await beginStory({}, [...storyFamilies, 'workspace']);
      const { faults } = story.stage.simulator;
      const added = paths.map((match) => faults.add({ kind: 'time-ahead', ahead, match, times: 7 }));
      await story.sync();
      for (const fault of added) {
        expect(fault.fired).toBeGreaterThan(0);
        fault.remove();
      }
      // No time in milliseconds fits its column.
      const held = await story.query(
        'SELECT id FROM contacts WHERE updated_at IS NULL OR updated_at > now() + INTERVAL 10 YEAR',
      );
      expect(held).toHaveLength(1);
      await story.pass(3600);
      return story.workspace;
    }

    test('are updated all the same', async () => {
      const workspace = await showAhead([
        '/contacts/search',
        '/conversations/search',
        '/tickets/search',
        '/companies/scroll',
        '/segments',
      ]);
      for (const id of workspace.contacts.keys()) workspace.updateContact(id, { name: 'Renamed' });
      for (const id of workspace.conversations.keys()) workspace.updateConversation(id, { title: 'Renamed' });
      for (const id of workspace.tickets.keys()) workspace.updateTicket(id, { open: false });
      for (const id of workspace.companies.keys()) workspace.updateCompany(id, { name: 'Renamed' });
      for (const id of workspace.segments.keys()) workspace.updateSegment(id, { name: 'Renamed' });
      await story.pass(3600);
      await story.sync();
      expect(story.differences()).toEqual([]);
    });

    test('are deleted all the same', async () => {
      const workspace = await showAhead(['/contacts/search', '/conversations/search']);
      for (const id of workspace.contacts.keys()) workspace.deleteContact(id);
      for (const id of workspace.conversations.keys()) workspace.deleteConversation(id);
      await story.pass(3600);
      await story.sync({ fullCheckEvery: 0 });
      await story.pass(3600);
      await story.sync({ fullCheckEvery: 0 });
      expect(story.differences()).toEqual([]);
    });
  },
);

test('what went before its table lost a column is told, though a start date leaves out a part of it', async () => {
  story = await beginStory();
  const { workspace, stage } = story;
  const times = { start: Math.floor(stage.scenario.begin / 1000) - 30 * day };
  await story.sync();
  workspace.deleteContact([...workspace.contacts.keys()][0]!);
  await story.pass(3600);
  await story.query('ALTER TABLE contacts RENAME COLUMN name TO name_of_user');
  await story.sync({ times });
  await story.pass(3600);
  await story.sync({ fullCheckEvery: 0 });
  expect(story.differences()).toEqual([]);
});

test('a ticket that is gone goes, though another one can never be read', async () => {
  story = await beginStory();
  const { workspace, stage } = story;
  const [unreadable, gone] = [...workspace.tickets.keys()];
  stage.simulator.faults.add({ kind: 'unreadable', id: unreadable!, match: '/tickets/search' });
  for (let run = 1; run <= 3; run++) await story.sync({ fullCheckEvery: 0 });
  workspace.deleteTicket(gone!);
  await story.pass(2 * day);
  for (let run = 1; run <= 3; run++) await story.sync();
  expect(await story.query('SELECT count(*) AS held FROM tickets')).toEqual([{ held: workspace.tickets.size - 1 }]);
  expect(await story.query(`SELECT id FROM tickets WHERE id = '${gone}'`)).toEqual([]);
});

test('a record that a page leaves out once is read again, though another one has changed today', async () => {
  story = await beginStory({ versions: ['2.16', 'Preview'] });
  const { workspace, stage } = story;
  stage.scenario.pageCap = 3;
  workspace.updateContact([...workspace.contacts.keys()][0]!, { name: 'Changed' });
  await story.pass(3600);
  const fault = stage.simulator.faults.add({ kind: 'lost-item', match: '/contacts/search', times: 1, after: 4 });
  await story.sync();
  expect(fault.fired).toBe(1);
  await story.pass(3600);
  await story.sync({ fullCheckEvery: 0 });
  expect(story.differences()).toEqual([]);
});

test('a record that is shown with a time of now, which is not its own, is not left out', async () => {
  story = await beginStory();
  const { stage } = story;
  stage.scenario.tuning = { ...stage.scenario.tuning, sliceSize: 5 };
  const fault = stage.simulator.faults.add({
    kind: 'time-ahead',
    ahead: 'now',
    match: ({ path, body }) => path === '/contacts/search' && /"<"/.test(JSON.stringify(body)),
    after: 12,
    times: 3,
  });
  await story.sync();
  expect(fault.fired).toBeGreaterThan(0);
  await story.pass(3600);
  await story.sync({ fullCheckEvery: 0 });
  expect(story.differences().filter((line) => line.endsWith('is missing'))).toEqual([]);
});

test('activities that come once with ids of another form are read again', async () => {
  story = await beginStory();
  const fault = story.stage.simulator.faults.add({ kind: 'odd-activity-ids', times: 1 });
  await story.sync();
  expect(fault.fired).toBe(1);
  await story.pass(3600);
  await story.sync();
  expect(story.differences()).toEqual([]);
});

test('a feed that could not be read at all by a start date is read whole once there is none', async () => {
  story = await beginStory();
  const { workspace, stage } = story;
  workspace.deleteConversation([...workspace.conversations.keys()][0]!);
  await story.pass(3 * day);
  const times = { start: Math.floor(stage.scenario.begin / 1000) + 2 * day };
  const down = stage.simulator.faults.add({ kind: '502', match: '/conversations/deleted' });
  await story.sync({ times });
  down.remove();
  await story.pass(3600);
  await story.sync({ times });
  await story.pass(3600);
  await story.sync();
  expect(story.differences()).toEqual([]);
});
