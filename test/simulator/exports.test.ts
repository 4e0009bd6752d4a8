/** Exports of messages, as the simulator gives them. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, SimulatorOptions } from '../../src/simulator/index.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { csvCells, unpacked } from './unpacked.ts';

const begin = Date.UTC(2026, 4, 15, 12);
const day = 86_400;
const all = { created_at_after: 0, created_at_before: begin / 1000 + day };

function world(options: SimulatorOptions = {}) {
  let now = begin;
  const simulator = createSimulator({ rateLimit: null, now: () => now, ...options });
  const ask = (method: string, path: string, body?: object, accept = 'application/octet-stream') =>
    simulator.fetch(
      new Request(`https://api.simulator.example${path}`, {
        method,
        headers: { Authorization: 'Bearer simulator-token', Accept: accept },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  const start = async (range: object = all) =>
    (await (await ask('POST', '/export/content/data', range)).json()) as JsonObject;
  const job = async (id: unknown) => (await (await ask('GET', `/export/content/data/${id}`)).json()) as JsonObject;
  const download = (id: unknown, accept?: string) => ask('GET', `/download/content/data/${id}`, undefined, accept);
  const filesOf = async (range: object = all): Promise<Record<string, string[][]>> => {
    const response = await download((await start(range)).job_identifier);
    const files = Object.entries(unpacked(Buffer.from(await response.arrayBuffer())));
    return Object.fromEntries(files.map(([name, text]) => [name, csvCells(text)]));
  };
  return {
    simulator,
    ask,
    start,
    job,
    download,
    filesOf,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

const named = (files: Record<string, string[][]>, name: string): string[][] =>
  files[Object.keys(files).find((one) => one.startsWith(`${name}_`))!] ?? [];

describe('an export job', () => {
  test('takes its time, lets no other one begin, and can be downloaded for a while', async () => {
    const { start, ask, job, download, pass } = world({ exportSeconds: 90, exportExpirySeconds: 1000 });
    const { job_identifier: id, ...begun } = await start();
    expect(begun).toEqual({ status: 'pending', download_url: '', download_expires_at: '' });
    expect((await download(id)).status).toBe(404);
    pass(60);
    expect((await job(id)).status).toBe('in_progress');
    const second = await ask('POST', '/export/content/data', all);
    expect(second.status).toBe(429);
    expect(await second.json()).toMatchObject({
      errors: [{ message: 'Exceeded rate limit of 1 pending message data export jobs' }],
    });
    pass(30);
    expect(await job(id)).toEqual({
      job_identifier: id,
      status: 'completed',
      download_url: `https://api.simulator.example/download/content/data/${id}`,
      download_expires_at: String(begin / 1000 + 1090),
    });
    expect((await download(id)).status).toBe(200);
    expect((await ask('POST', '/export/content/data', all)).status).toBe(200);
    pass(1000);
    expect((await download(id)).status).toBe(404);
  });

  test('has no data where nothing was sent', async () => {
    const { start, job, download } = world();
    const { job_identifier: id } = await start({ created_at_after: 1, created_at_before: 2 });
    expect((await job(id)).status).toBe('no_data');
    expect((await download(id)).status).toBe(404);
  });

  test('takes two times, and gives its file to those who accept one', async () => {
    const { ask, start, download } = world();
    expect((await ask('POST', '/export/content/data', { created_at_after: 1 })).status).toBe(400);
    const { job_identifier: id } = await start();
    expect((await download(id, 'application/json')).status).toBe(406);
    expect((await ask('GET', '/export/content/data/none')).status).toBe(404);
  });
});

describe('the files of an export', () => {
  test('are those of what was sent in the range, both ends included, with what happened within it', async () => {
    const { simulator, filesOf } = world({ scale: 0 });
    const sent = [100, 200, 300].map((received_at) => simulator.workspace.sendMessage({ received_at }).receipt_id);
    for (const id of sent) for (const at of [300, 250, 301]) simulator.workspace.recordMessageEvent(id, 'open', { at });
    const files = await filesOf({ created_at_after: 200, created_at_before: 300 });
    expect(Object.keys(files)).toEqual(['receipt_20260515-120000.csv', 'open_20260515-120000.csv']);
    const [columns, ...receipts] = named(files, 'receipt');
    const column = (name: string) => receipts.map((cells) => cells[columns!.indexOf(name)]);
    expect(column('receipt_id')).toEqual([sent[1], sent[2]]);
    expect(column('received_at')).toEqual(['200', '300']);
    expect(column('first_open')).toEqual(['250', '250']);
    expect(column('company_id')).toEqual(['-1', '-1']);
    expect(named(files, 'open')).toEqual([
      ['receipt_id', 'opened_at'],
      ...[sent[1], sent[2]].flatMap((id) => [
        [id, '300'],
        [id, '250'],
      ]),
    ]);
  });

  test('have what people write in quotes, and times as text where they are to', async () => {
    const { simulator, filesOf } = world({ scale: 0, exportTimes: 'text' });
    const { receipt_id } = simulator.workspace.sendMessage({ received_at: begin / 1000, name: 'A "b", c\nd' });
    simulator.workspace.recordMessageEvent(receipt_id, 'click', { at: begin / 1000, url: 'https://x.example/?a=1,2' });
    const files = await filesOf();
    expect(named(files, 'receipt')[1]).toEqual(expect.arrayContaining(['A "b", c\nd', '2026-05-15 12:00:00 UTC']));
    expect(named(files, 'click')).toEqual([
      ['receipt_id', 'clicked_at', 'link_type', 'url'],
      [receipt_id, '2026-05-15 12:00:00 UTC', '', 'https://x.example/?a=1,2'],
    ]);
  });

  test('end without a word where there are too many rows', async () => {
    const { filesOf } = world({ exportRows: 70 });
    const rows = Object.values(await filesOf()).map((lines) => lines.length - 1);
    expect(rows.reduce((sum, count) => sum + count)).toBe(70);
  });

  test('are there of every kind, and the same for the same seed', async () => {
    const [one, two] = await Promise.all([world().filesOf(), world().filesOf()]);
    expect(Object.keys(one)).toHaveLength(17);
    expect(one).toEqual(two);
    expect(await world({ seed: 2 }).filesOf()).not.toEqual(one);
  });
});
