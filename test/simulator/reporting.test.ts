/** Exports of what reports are made of, as the simulator gives them. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createSimulator, type JsonObject, type SimulatorOptions } from '../../src/simulator/index.ts';
import { csvCells, unpacked } from './unpacked.ts';

const begin = Date.UTC(2026, 4, 15, 12);
const now = begin / 1000;
const day = 86_400;
const asked = {
  dataset_id: 'call',
  attribute_ids: ['call.call_id', 'timestamp.call_initiated_at', 'duration.call_talk_time'],
  start_time: now - 700 * day,
  end_time: now,
};

function world(options: SimulatorOptions = {}) {
  let at = begin;
  const simulator = createSimulator({ rateLimit: null, now: () => at, ...options });
  const ask = (method: string, path: string, body?: object, version = '2.17') =>
    simulator.fetch(
      new Request(`https://api.simulator.example${path}`, {
        method,
        headers: {
          Authorization: 'Bearer simulator-token',
          Accept: 'application/octet-stream',
          'Intercom-Version': version,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  const json = async (response: Promise<Response>) => (await (await response).json()) as JsonObject;
  const start = (more: object = {}, version?: string) =>
    json(ask('POST', '/export/reporting_data/enqueue', { ...asked, ...more }, version));
  const fileOf = async (more: object = {}, version?: string) => {
    const { job_identifier: id } = await start(more, version);
    return Buffer.from(await (await ask('GET', `/download/reporting_data/${id}`)).arrayBuffer());
  };
  const refusalOf = async (more: object) => {
    const response = await ask('POST', '/export/reporting_data/enqueue', { ...asked, ...more });
    return [response.status, ((await response.json()) as { errors: JsonObject[] }).errors[0]!.message];
  };
  return {
    simulator,
    ask,
    json,
    start,
    fileOf,
    refusalOf,
    rowsOf: async (more?: object, version?: string) => csvCells((await fileOf(more, version)).toString()),
    pass: (seconds: number) => {
      at += seconds * 1000;
    },
  };
}

test('the datasets are listed with their attributes, of which two may have one id', async () => {
  const { json, ask } = world();
  const { type, data } = (await json(ask('GET', '/export/reporting_data/get_datasets'))) as JsonObject & {
    data: { id: string; default_time_attribute_id: string; attributes: { id: string; qualified_id: string }[] }[];
  };
  expect(type).toBe('list');
  expect(data.map(({ id, default_time_attribute_id: time }) => [id, time])).toEqual([
    ['conversation', 'conversation_started_at'],
    ['call', 'call_initiated_at'],
    ['conversation_rating_sent', 'rating_sent_at'],
  ]);
  const regions = data[0]!.attributes.filter(({ id }) => id === 'region').map(({ qualified_id }) => qualified_id);
  expect(regions).toEqual(['people.region', 'company.region']);
});

describe('a job', () => {
  test('takes its time, five of them at once, and can be downloaded for a while', async () => {
    const { start, ask, json, pass } = world({ exportSeconds: 60, exportExpirySeconds: 1000 });
    const { job_identifier: id, status } = await start();
    expect(status).toBe('pending');
    expect((await ask('GET', `/download/reporting_data/${id}`)).status).toBe(404);
    for (let i = 0; i < 4; i++) await start();
    const sixth = await ask('POST', '/export/reporting_data/enqueue', asked);
    expect(sixth.status).toBe(429);
    expect(await sixth.json()).toMatchObject({
      errors: [{ message: 'Exceeded rate limit of 5 pending reporting dataset export jobs' }],
    });
    pass(60);
    expect(await json(ask('GET', `/export/reporting_data/${id}`))).toEqual({
      job_identifier: id,
      status: 'complete',
      download_url: `https://api.simulator.example/download/reporting_data/${id}`,
      download_expires_at: String(now + 1060),
    });
    expect((await ask('GET', `/download/reporting_data/${id}`)).status).toBe(200);
    expect((await ask('POST', '/export/reporting_data/enqueue', asked)).status).toBe(200);
    pass(1000);
    expect((await ask('GET', `/download/reporting_data/${id}`)).status).toBe(404);
  });

  test('comes to nothing where it is to', async () => {
    const { simulator, start, ask, json } = world();
    simulator.workspace.failReports(1);
    const [failed, other] = [await start(), await start()];
    const statusOf = async ({ job_identifier: id }: JsonObject) =>
      (await json(ask('GET', `/export/reporting_data/${id}`))).status;
    expect([await statusOf(failed), await statusOf(other)]).toEqual(['failed', 'complete']);
    expect((await ask('GET', `/download/reporting_data/${failed.job_identifier}`)).status).toBe(404);
  });

  test('is shown to who names the app and the workspace, where that is asked for', async () => {
    const { start, ask } = world({ reportingClientId: 'app-1' });
    const { job_identifier: id } = await start();
    const statuses = await Promise.all(
      ['', '?app_id=sim00001', '?app_id=other&client_id=app-1', '?app_id=sim00001&client_id=app-1'].map(
        async (query) => (await ask('GET', `/export/reporting_data/${id}${query}`)).status,
      ),
    );
    expect(statuses).toEqual([400, 400, 400, 200]);
    expect((await ask('GET', `/download/reporting_data/${id}`)).status).toBe(400);
    expect((await ask('GET', `/download/reporting_data/${id}?app_id=sim00001`)).status).toBe(200);
  });

  test.each([
    [{ dataset_id: undefined }, "'dataset_id' is a required parameter"],
    [{ dataset_id: 'imaginary' }, 'imaginary is not a valid dataset_id'],
    [{ attribute_ids: undefined }, "'attribute_ids' is a required parameter"],
    [{ attribute_ids: [] }, 'attribute_ids must contain at least one attribute_id'],
    [{ attribute_ids: 'call.call_id' }, "'attribute_ids' not an array must be of type Array"],
    [{ attribute_ids: ['call_id'] }, 'attribute_ids invalid for call dataset: call_id'],
    [{ start_time: now - 731 * day }, "start_time is out of the workspace's reporting data retention period"],
  ])('is refused: %o', async (more, message) => {
    expect(await world().refusalOf(more)).toEqual([400, message]);
  });
});

describe('the file', () => {
  test('has what began in the range, both ends included, as it was asked for', async () => {
    const { simulator, rowsOf } = world({ scale: 0 });
    const made = [99, 100, 200, 201].map((at) =>
      simulator.workspace.createCall({ initiated_at: now - 1000 + at, ended_at: now, answered_at: now - 50 }),
    );
    expect(await rowsOf({ start_time: now - 900, end_time: now - 800 })).toEqual([
      ['call_id', 'call_initiated_at', 'call_talk_time'],
      [made[1]!.id, String(now - 900), '50'],
      [made[2]!.id, String(now - 800), '50'],
    ]);
  });

  test('is gzipped or in an archive, and has times as text, where it is to', async () => {
    const text = { exportTimes: 'text' } as const;
    const attribute_ids = ['timestamp.call_initiated_at'];
    const [line] = (await world({ ...text, scale: 0.1 }).rowsOf({ attribute_ids })).slice(1);
    expect(line![0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const plain = await world({ scale: 0.1 }).fileOf();
    expect(gunzipSync(await world({ scale: 0.1, reportingFile: 'gzip' }).fileOf())).toEqual(plain);
    const archive = unpacked(await world({ scale: 0.1, reportingFile: 'zip' }).fileOf());
    expect(archive).toEqual({ 'report.csv': plain.toString() });
  });

  test('has no conversation to which no contact has said anything, up to 2.15', async () => {
    const { rowsOf } = world();
    const conversations = { dataset_id: 'conversation', attribute_ids: ['standard.conversation_id'] };
    const [all, replied] = [await rowsOf(conversations, '2.16'), await rowsOf(conversations, '2.15')];
    expect(replied.length).toBeGreaterThan(1);
    expect(replied.length).toBeLessThan(all.length);
  });
});
