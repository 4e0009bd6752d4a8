/** The list of inactive contacts, where Intercom has it: archived and blocked contacts go at once. */
import { describe, expect, test } from 'vitest';
import { contactPlace, idsOfRole } from './contact-place.ts';
import { expectTablesToEqualTruth } from './tables.ts';

const listed = (stderr: string) => /contacts: (\d+) that Intercom lists as inactive/.exec(stderr)?.[1];

describe('a plain sync', () => {
  test('removes what the list names, once Intercom does not find it; who comes back does so by the full check', async () => {
    const { simulator, place, sync, expectTruth, held, pass } = await contactPlace({
      seed: 31,
      inactiveContacts: true,
    });
    const { workspace } = simulator;
    const [archived, blocked, deleted, passing] = idsOfRole(simulator, 'user');
    const [lead] = idsOfRole(simulator, 'lead');
    await sync();
    expect(simulator.requests.count('/contacts/deleted')).toBe(0);
    workspace.archiveContact(archived!);
    workspace.archiveContact(lead!);
    workspace.blockContact(blocked!);
    workspace.deleteContact(deleted!);
    pass(1);
    const second = await sync();
    expect(second).not.toContain('read whole');
    expect(listed(second)).toBe('3');
    await expectTruth();
    expect(await place.query(`SELECT DISTINCT reason FROM _deleted WHERE key->>'id' = '${archived}'`)).toEqual([
      { reason: 'archived or deleted' },
    ]);

    // Nothing is new.
    pass(20);
    expect(listed(await sync())).toBeUndefined();

    workspace.unarchiveContact(archived!);
    workspace.archiveContact(passing!);
    pass(20);
    expect(listed(await sync())).toBe('1');
    expect(await held('contacts', archived!)).toBe(false);
    expect(await sync(['--full-check-every', '1m'])).toContain('read whole');
    await expectTruth();
    expect(await held('contacts', archived!)).toBe(true);
  });

  test('removes nothing where what is there is not found either, and asks again in the next run', async () => {
    const { simulator, sync, expectTruth, held, pass } = await contactPlace({ seed: 32, inactiveContacts: true });
    await sync();
    const [archived] = idsOfRole(simulator, 'user');
    simulator.workspace.archiveContact(archived!);
    const lost = simulator.faults.add({
      kind: 'gateway-404',
      match: ({ path }) => /^\/contacts\/[0-9a-f]{24}$/.test(path),
    });
    pass(1);
    expect(await sync()).toContain('What Intercom lists as inactive is kept');
    expect(lost.fired).toBeGreaterThan(1);
    expect(await held('contacts', archived!)).toBe(true);
    simulator.faults.clear();
    pass(60);
    await sync();
    await expectTruth();
  });

  test('of streams that are loaded by turns misses nothing for either', async () => {
    const { simulator, sync, expectTruth, pass } = await contactPlace({ seed: 33, inactiveContacts: true });
    await sync();
    simulator.workspace.archiveContact(idsOfRole(simulator, 'user')[0]!);
    for (const streams of [['leads'], ['contacts', 'contact_merges'], ['users']]) {
      pass(30);
      await sync([], 0, streams);
    }
    await expectTruth();
  });

  test('of the list as well asks for it once; its table is the list as it is, and who comes back is in it no more', async () => {
    const { simulator, place, sync, expectTruth, pass } = await contactPlace({ seed: 35, inactiveContacts: true });
    const streams = ['contacts', 'users', 'leads', 'contact_merges', 'tickets', 'inactive_contacts'];
    const asked = () => simulator.requests.count('/contacts/deleted');
    await sync([], 0, streams);
    const pages = asked();
    await expectTablesToEqualTruth(place, simulator, ['inactive_contacts']);
    const [archived, blocked] = idsOfRole(simulator, 'user');
    simulator.workspace.archiveContact(archived!);
    simulator.workspace.blockContact(blocked!);
    pass(20);
    expect(listed(await sync([], 0, streams))).toBe('2');
    expect(asked()).toBe(2 * pages);
    await expectTruth();
    await expectTablesToEqualTruth(place, simulator, ['inactive_contacts']);
    // Those that were merged name a contact that is there.
    const merged = simulator.workspace.truth('inactive_contacts').filter(({ status }) => status === 'merged');
    expect(merged.length).toBeGreaterThan(0);
    expect(
      await place.query(
        `SELECT count(*) n FROM inactive_contacts gone JOIN contacts ON contacts.id = gone.merged_into_id`,
      ),
    ).toEqual([{ n: merged.length }]);

    simulator.workspace.unarchiveContact(archived!);
    pass(20);
    await sync(['--full-check-every', '1m'], 0, streams);
    await expectTruth();
    await expectTablesToEqualTruth(place, simulator, ['inactive_contacts']);
  });

  test('where the list is missing fails that stream alone, in one line', async () => {
    const { simulator, sync, held } = await contactPlace({ seed: 36 });
    const stderr = await sync([], 1, ['contacts', 'inactive_contacts']);
    expect(stderr.match(/no list of inactive contacts for this workspace/g)).toHaveLength(1);
    expect(await held('contacts', idsOfRole(simulator, 'user')[0]!)).toBe(true);
    await sync([], 1, ['contacts', 'inactive_contacts']);
    expect(simulator.requests.count('/contacts/deleted')).toBe(2);
  });

  test('goes on without it where it is not to be had: archived contacts stay until the full check', async () => {
    const { simulator, sync, expectTruth, held, pass } = await contactPlace({ seed: 34 });
    await sync();
    const [archived] = idsOfRole(simulator, 'user');
    simulator.workspace.archiveContact(archived!);
    pass(1);
    const plain = await sync();
    expect(plain).not.toContain('inactive');
    expect(simulator.requests.count('/contacts/deleted')).toBe(1);
    expect(await held('contacts', archived!)).toBe(true);
    pass(20);
    await sync(['--full-check-every', '1s']);
    await expectTruth();
  });
});
