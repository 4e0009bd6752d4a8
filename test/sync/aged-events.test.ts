/** Events that Intercom no longer lists, since they are older than 90 days, stay where they are stored. */
import { expect, test } from 'vitest';
import { contactPlace, idsOfRole } from './contact-place.ts';

const dayMs = 86_400_000;
const streams = ['contacts', 'data_events'];

test('an aged event outlives the next sync and a full refresh, and goes with its contact', async () => {
  let behind = 100 * dayMs;
  const { simulator, sync, place } = await contactPlace({ seed: 41, scale: 0.1, now: () => Date.now() - behind });
  const { workspace } = simulator;
  const [one, other] = idsOfRole(simulator, 'user') as [string, string];
  const eventsOf = async (contact: string) =>
    (await place.query(`SELECT event_name FROM data_events WHERE contact_id = '${contact}' ORDER BY event_name`)).map(
      ({ event_name }) => event_name,
    );
  for (const id of [one, other]) workspace.trackEvent(id, { event_name: 'aged' });
  await sync([], 0, streams);
  const before = await eventsOf(one);
  expect(before).toContain('aged');

  behind = 0;
  workspace.trackEvent(one, { event_name: 'zz-fresh' });
  expect(workspace.truth('data_events')).toHaveLength(1);
  await sync([], 0, streams);
  expect(await eventsOf(one)).toEqual([...before, 'zz-fresh']);

  await sync(['--full-refresh'], 0, streams);
  expect(await eventsOf(one)).toEqual([...before, 'zz-fresh']);
  expect(await eventsOf(other)).toContain('aged');

  workspace.deleteContact(other);
  await sync([], 0, streams);
  expect(await eventsOf(other)).toEqual([]);
  expect(await eventsOf(one)).toEqual([...before, 'zz-fresh']);
}, 120_000);
