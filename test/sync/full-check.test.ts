/** The full check: what Intercom archives, blocks or deletes without a word goes by it, and what comes back comes by it. */
import { expect, test } from 'vitest';
import { contactPlace, idsOfRole } from './contact-place.ts';

const cost = /^.*contacts: read whole to find what has vanished without a word: [\d,]+ records, about \d+ requests\.$/m;
const every = ['--full-check-every', '30m'];

test('archived and blocked contacts and deleted tickets go once it is due, and come back with their old times', async () => {
  const { simulator, sync, expectTruth, held, pass } = await contactPlace({ seed: 21 });
  const { workspace } = simulator;
  await sync(every);
  await expectTruth();
  const [archived, blocked] = idsOfRole(simulator, 'user');
  const [lead] = idsOfRole(simulator, 'lead');
  const before = workspace.contacts.get(archived!)!.updated_at;
  workspace.archiveContact(archived!);
  workspace.archiveContact(lead!);
  workspace.blockContact(blocked!);
  workspace.deleteTicket([...workspace.tickets.keys()][0]!);
  pass(20);
  expect(await sync(every)).not.toMatch(cost);
  expect(await held('contacts', archived!)).toBe(true);

  pass(20);
  expect(await sync(every)).toMatch(cost);
  await expectTruth();
  expect(await held('contacts', archived!)).toBe(false);

  workspace.unarchiveContact(archived!);
  workspace.unarchiveContact(lead!);
  workspace.unblockContact(blocked!);
  expect(workspace.contacts.get(archived!)!.updated_at).toBe(before);
  pass(20);
  expect(await sync(every)).not.toMatch(cost);
  expect(await held('users', archived!)).toBe(false);
  pass(20);
  expect(await sync(every)).toMatch(cost);
  await expectTruth();
  expect(await held('users', archived!)).toBe(true);
});

test('is left out with 0 and under a start date', async () => {
  const { simulator, sync, expectTruth, held, pass } = await contactPlace({ seed: 22 });
  await sync(every);
  const [archived] = idsOfRole(simulator, 'user');
  simulator.workspace.archiveContact(archived!);
  pass(300);
  expect(await sync(['--full-check-every', '0'])).not.toMatch(cost);
  expect(await sync([...every, '--since', '2020-01-01'])).not.toMatch(cost);
  expect(await held('contacts', archived!)).toBe(true);
  expect(await sync(every)).toMatch(cost);
  await expectTruth();
});

test('does not begin while a first read is unfinished, and counts from its end', async () => {
  const { simulator, sync, expectTruth, pass } = await contactPlace({ seed: 23, scale: 2 });
  const refused = simulator.faults.add({ kind: 'refuse-once', match: '/contacts/search', after: 3 });
  await sync(every, 1);
  expect(refused.fired).toBe(1);
  pass(300);
  expect(await sync(every)).not.toMatch(cost);
  await expectTruth();
  pass(20);
  expect(await sync(every)).not.toMatch(cost);
  pass(20);
  expect(await sync(every)).toMatch(cost);
});
