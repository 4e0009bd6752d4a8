/** The statuses of messages by WhatsApp: of the rulesets that the receipts of an export name, each asked for once. */
import { describe, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../../src/simulator/index.ts';
import { messageReceipts } from '../../../src/streams/exports/receipts.ts';
import { messageExportScan, rulesetsOf } from '../../../src/streams/exports/scan.ts';
import { whatsappMessageStatuses } from '../../../src/streams/exports/whatsapp-statuses.ts';
import { successiveReads } from '../successive-reads.ts';

const day = 86_400;
const now = Math.floor(Date.now() / 1000);
const both = [messageReceipts, whatsappMessageStatuses];

function place(options: SimulatorOptions = {}) {
  const reads = successiveReads(both, options);
  const { workspace } = reads.simulator;
  return {
    ...reads,
    workspace,
    /** So many messages of a ruleset, a day apart, the last one so many days ago. */
    send: (ruleset_id: string, { count = 1, days = 1, content_type = 'WhatsApp' } = {}) =>
      [...Array(count).keys()].map(
        (i) => workspace.sendWhatsapp({ ruleset_id, content_type, received_at: now - (days + i) * day }).id,
      ),
    readStatuses: async (start = 0) =>
      (await reads.readRows({ start, selected: [whatsappMessageStatuses] })).whatsapp_message_statuses!,
    rulesets: () =>
      reads.asked.flatMap(({ pathname, searchParams }) =>
        pathname === '/messages/status' ? [searchParams.get('ruleset_id')] : [],
      ),
  };
}

const idsIn = (rows: readonly { [column: string]: unknown }[]) => rows.map(({ id }) => String(id)).sort();

test('are all of each ruleset that went by WhatsApp, asked for once, beside one export for all streams', async () => {
  const { workspace, simulator, send, readRows, rulesets, asked } = place();
  const sent = [...send('77', { count: 230 }), ...send('78', { count: 2, content_type: 'Whatsapp message' })];
  workspace.sendMessage({ ruleset_id: '5', content_type: 'Email' });
  const rows = await readRows();
  expect(idsIn(rows.whatsapp_message_statuses!)).toEqual(sent.sort());
  expect(rows.whatsapp_message_statuses![0]).toMatchObject({ ruleset_id: '77', status: 'sent' });
  expect(rows.message_receipts).toHaveLength(233);
  expect([...new Set(rulesets())]).toEqual(['77', '78']);
  // Of the first one three pages.
  expect(rulesets()).toHaveLength(4);
  for (const { pathname, searchParams } of asked)
    if (pathname === '/messages/status') expect(searchParams.get('per_page')).toBe('100');
  expect(simulator.requests.count('/export/content/data')).toBe(1);
});

test.each([
  ['of a type that says so', { content_type: 'WhatsApp' }, true],
  ['in other words', { content_type: 'outbound_whats_app' }, true],
  ['created by one', { content_type: 'Message', created_via: 'whatsapp' }, true],
  ['of which one failed', { content_type: 'Message', created_via: '', first_whatsapp_failure: '1706691600' }, true],
  ['of no type', { content_type: '' }, true],
  ['without the column', {}, true],
  ['of another type', { content_type: 'Chat', created_via: 'chat', first_whatsapp_failure: '' }, false],
])('are asked for of a ruleset %s, as its receipts tell: %j', (_what, cells, isAsked) => {
  const rows = [
    { file: 'receipt', cells: { ruleset_id: '9', ...cells } },
    { file: 'receipts', cells: { ruleset_id: '9', ...cells } },
    { file: 'receipt', cells: { ruleset_id: '', ...cells } },
    { file: 'open', cells: { ruleset_id: '8', ...cells } },
  ];
  const told = new Set<string>();
  expect(rulesetsOf(rows, told)).toEqual(isAsked ? [{ type: 'ruleset', id: '9' }] : []);
  expect(rulesetsOf(rows, told)).toEqual([]);
});

test('that change are read again as long as their ruleset has a receipt of the last 31 days; others are not asked for', async () => {
  const { workspace, send, readStatuses, rulesets } = place();
  const [recent] = send('1', { days: 20 });
  const [old] = send('2', { days: 60 });
  const [, early] = send('3', { days: 30, count: 10 });
  expect(idsIn(await readStatuses())).toHaveLength(12);
  for (const id of [recent, old, early]) workspace.updateWhatsappStatus(id!, { status: 'read' });
  const rows = await readStatuses();
  expect(rulesets().sort()).toEqual(['1', '3']);
  const read = rows.filter(({ status }) => status === 'read');
  expect(idsIn(read)).toEqual([recent, early].sort());
  expect(rows).toHaveLength(11);
});

test('are those of rulesets with a receipt from the start date on', async () => {
  const { send, readStatuses } = place();
  send('1', { days: 60 });
  const later = send('2', { days: 10, count: 3 });
  expect(idsIn(await readStatuses(now - 11 * day))).toEqual(later.sort());
});

test('are read of all receipts once the stream is selected beside one that was read before', async () => {
  const { send, readRows, rulesets } = place();
  const sent = [...send('1', { days: 300 }), ...send('2', { days: 2 })];
  await readRows({ selected: [messageReceipts] });
  expect(rulesets()).toEqual([]);
  const rows = await readRows();
  expect(idsIn(rows.whatsapp_message_statuses!)).toEqual(sent.sort());
  expect(rows.message_receipts).toHaveLength(1);
});

describe('a ruleset that answers 404', () => {
  const lose = ({ simulator }: Pick<ReturnType<typeof place>, 'simulator'>, rulesets: string[]) =>
    simulator.faults.add({
      kind: 'gateway-404',
      match: ({ path, query }) => path === '/messages/status' && rulesets.some((id) => query.ruleset_id === id),
    });

  test('is passed over while another one is found, and takes nothing away', async () => {
    const reads = place();
    reads.send('1');
    const kept = reads.send('2');
    lose(reads, ['1']);
    expect(idsIn(await reads.readStatuses())).toEqual(kept);
    expect(reads.states.get('whatsapp_message_statuses')).not.toHaveProperty('suspected');
  });

  test('stops the stream where none is found, and is asked for again', async () => {
    const reads = place();
    const sent = [...reads.send('1'), ...reads.send('2')];
    lose(reads, ['1', '2']);
    await expect(reads.readStatuses()).rejects.toMatchObject({ code: 'api_unavailable' });
    reads.simulator.faults.clear();
    expect(new Set(idsIn(await reads.readStatuses()))).toEqual(new Set(sent));
  });
});

test('belong to the scan of the exports, whose other rows are as they were', () => {
  expect(whatsappMessageStatuses.scan).toBe(messageExportScan);
  expect(messageReceipts.rows({ type: 'ruleset', id: '7' }, undefined)).toEqual([]);
  expect(messageExportScan.cursor!.of({ type: 'ruleset', id: '7' })).toBeUndefined();
});
