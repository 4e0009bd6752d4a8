/** The list of contacts that are shown no longer, as a stream: whole in every read, where Intercom has it. */
import { expect, test } from 'vitest';
import { inactiveContacts } from '../../../src/streams/contacts/inactive.ts';
import type { Scan } from '../../../src/streams/stream.ts';
import { refusal } from '../../intercom/scripted.ts';
import { type Script, scripted } from '../read-context.ts';
import { successiveReads } from '../successive-reads.ts';

async function idsFrom({ context }: Script): Promise<unknown[]> {
  const ids: unknown[] = [];
  const pages = (inactiveContacts.scan as Scan).read(context, { from: 0, to: Number.POSITIVE_INFINITY });
  for await (const { entities } of pages) ids.push(...entities.map(({ id }) => id));
  return ids;
}

test('is read in numbered pages of 150, its addresses as they are', async () => {
  const { simulator, asked, readRows } = successiveReads([inactiveContacts]);
  const { workspace } = simulator;
  const [into, ...gone] = [...Array(331).keys()].map((i) =>
    workspace.createContact({ role: i === 0 ? 'user' : 'lead', email: `a&${i}@example.com`, external_id: `u${i}` }),
  );
  gone.forEach(({ id }, i) => {
    if (i === 0) workspace.mergeContacts(id, into!.id);
    else if (i === 1) workspace.deleteContact(id);
    else if (i === 2) workspace.blockContact(id);
    else workspace.archiveContact(id);
  });
  const { inactive_contacts: rows = [] } = await readRows();
  expect(rows).toHaveLength(330);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const [merged, deleted, blocked, archived] = gone.map(({ id }) => byId.get(id));
  expect(merged).toMatchObject({ status: 'merged', merged_into_id: into!.id, email: 'a&1@example.com' });
  expect(deleted).toMatchObject({ status: 'permanently_deleted', email: null, external_id: null });
  expect(blocked).toMatchObject({ status: 'blocked', external_id: 'u3' });
  expect(archived).toMatchObject({ status: 'archived', email: 'a&4@example.com' });
  const pages = asked.filter(({ pathname }) => pathname === '/contacts/deleted');
  expect(pages.map(({ searchParams }) => [searchParams.get('page'), searchParams.get('per_page')])).toEqual([
    ['1', '150'],
    ['2', '150'],
    ['3', '150'],
  ]);

  // Whole in every read: a contact that came back is told by its absence.
  workspace.unarchiveContact(gone[5]!.id);
  expect((await readRows()).inactive_contacts).toHaveLength(329);
});

test.each([
  [['2.16', 'Preview'], 'Preview'],
  [['2.16', '2.17'], '2.17'],
])('where Intercom accepts %j it is asked for by %s', async (versions, version) => {
  const { simulator, readRows } = successiveReads([inactiveContacts], { versions });
  simulator.workspace.archiveContact(simulator.workspace.createContact().id);
  expect((await readRows()).inactive_contacts).toHaveLength(1);
  expect(simulator.requests.all.find(({ path }) => path === '/contacts/deleted')).toMatchObject({ version });
});

test('follows cursors where it names some', async () => {
  const script = scripted((request) =>
    request.includes('starting_after')
      ? { data: [{ id: '2', status: 'blocked' }], pages: { next: null } }
      : { data: [{ id: '1', status: 'archived' }], pages: { next: { starting_after: 'x' } } },
  );
  expect(await idsFrom(script)).toEqual(['1', '2']);
});

test('is said to be missing, with what to do, where "deleted" is taken for an id; a gateway’s 404 says nothing of it', async () => {
  const missing = scripted(() => refusal(404, 'not_found', 'User Not Found'));
  await expect(idsFrom(missing)).rejects.toMatchObject({
    code: 'version_unsupported',
    message: 'Intercom has no list of inactive contacts for this workspace.',
    hint: expect.stringContaining('Deselect the stream'),
  });
  expect(missing.requests).toHaveLength(1);
  const lost = scripted(() => ({ status: 404, headers: {}, body: '<html>Not Found</html>' }));
  await expect(idsFrom(lost)).rejects.toMatchObject({ code: 'not_found' });
  const closed = scripted(() => refusal(403, 'forbidden'));
  await expect(idsFrom(closed)).rejects.toMatchObject({ code: 'permission_missing' });
});
