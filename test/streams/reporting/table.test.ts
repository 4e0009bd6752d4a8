/** From the files of reports to rows, and what a read does where they are not what they should be. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../../src/core/events.ts';
import { tarArchive, zipArchive } from '../../../src/simulator/engine/archive.ts';
import { columnsOf } from '../../../src/streams/reporting/columns.ts';
import { keyedScan, wholeScan } from '../../../src/streams/reporting/scan.ts';
import { datasetRows } from '../../../src/streams/reporting/table.ts';
import { all, failure, ok, scripted } from '../../intercom/scripted.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reporting-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const attribute = (qualifiedId: string, name = '') => ({ id: qualifiedId.split('.')[1]!, qualifiedId, name });
const dataset = {
  id: 'call',
  name: 'Calls',
  description: '',
  timeId: 'begun',
  attributes: [
    attribute('call.call_id', 'Call ID'),
    attribute('timestamp.begun'),
    attribute('people.Brand'),
    attribute('company.Brand'),
  ],
};
const columns = columnsOf(dataset);
const names = ['call_id', 'begun', 'people_brand', 'company_brand'];

async function rowsIn(content: string | Uint8Array, needed: string[] = ['call_id']): Promise<Row[]> {
  const file = join(folder, 'report');
  writeFileSync(file, content);
  const rows: Row[] = [];
  for await (const batch of datasetRows(file, columns, needed)) rows.push(...batch);
  return rows;
}
const row = (...values: unknown[]): Row => Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));

describe('the rows of a file', () => {
  const text = 'call_id,begun,Brand,Brand\n1,1706691600,"a, ""b""\nc",d\n2,,,\n';
  const rows = [row('1', 1706691600, 'a, "b"\nc', 'd'), row('2')];

  test.each([
    ['as it is', text],
    ['with a byte order mark and the line ends of Windows', `\ufeff${text.replaceAll(/\n(?!c)/g, '\r\n')}`],
    ['gzipped', gzipSync(text)],
    ['in a gzipped tar archive', gzipSync(tarArchive([{ name: 'report.csv', text }]))],
    ['in a ZIP archive', zipArchive([{ name: 'report.csv', text }])],
  ])('%s', async (_, content) => expect(await rowsIn(content)).toEqual(rows));

  test.each([
    ['qualified ids, in any order', 'company.Brand,people.Brand,timestamp.begun,call.call_id', 'd,p,7,1'],
    ['ids, as they were asked for', 'call_id,begun,Brand,Brand', '1,7,p,d'],
    ['ids and names of which each is the only one', 'begun,Call ID,company.Brand,people.Brand', '7,1,d,p'],
  ])('whose columns are called by %s', async (_, header, line) => {
    expect(await rowsIn(`${header}\n${line}\n`)).toEqual([row('1', 7, 'p', 'd')]);
  });

  test('has what was not asked for by its own name, and null where a column lacks', async () => {
    expect(await rowsIn('call_id,new one\n1,x\n')).toEqual([{ ...row('1'), 'new one': 'x' }]);
  });

  test.each([
    ['1706691600000', 1706691600],
    ['2024-01-31 09:00:00', 1706691600],
    ['2024-01-31T10:00:00+01:00', 1706691600],
    ['soon', 'soon'],
  ])('has the time %s in seconds, or as it is', async (given, at) => {
    expect(await rowsIn(`call_id,begun\n1,${given}\n`)).toEqual([row('1', at)]);
  });

  test('are none where there is no line, or nothing at all', async () => {
    expect(await rowsIn('call_id,begun\n')).toEqual([]);
    expect(await rowsIn('')).toEqual([]);
  });

  test.each([
    ['an HTML page', '<html><body>Sorry</body></html>', 'no column for call_id'],
    ['a file without the key', 'begun,people.Brand\n7,x\n', 'no column for call_id'],
    [
      'a file that does not tell which of two a column is',
      'Brand,call_id\nx,1\n',
      'which of people.Brand, company.Brand',
    ],
    ['a line that was cut off', 'call_id,begun\n1,7\n2', 'Length'],
    ['a quote that is open', 'call_id,begun\n1,"7\n', 'uote'],
    ['gzip that was cut off', gzipSync(text).subarray(0, 40), 'unexpected end'],
  ])('are not those of %s', async (_, content, message) => {
    await expect(rowsIn(content)).rejects.toThrow(message);
  });

  test('are not those of a file with none of the columns, where none is needed', async () => {
    await expect(rowsIn('<html></html>', [])).rejects.toThrow('none of the columns');
  });
});

describe('a read', () => {
  const always = { from: 0, to: Number.POSITIVE_INFINITY };
  const day = 86_400;
  const now = Date.UTC(2026, 4, 15) / 1000;
  const access = { appId: 'app 1', clientId: 'id 1' };
  const given = { name: 'reporting_call', dataset, columns, access };
  const keyed = keyedScan(given, { key: 'call_id', cursor: 'begun' });
  const whole = wholeScan(given);

  /** Every job is done; its file is by the number of the download. */
  function world(fileOf: (download: number) => string) {
    const requests: string[] = [];
    const bodies: { [field: string]: unknown }[] = [];
    let downloads = 0;
    const { context } = scripted(
      (request) => {
        const { pathname, search } = new URL(request.url);
        requests.push(`${request.method} ${pathname}${search}`);
        if (request.method === 'POST') bodies.push(JSON.parse(request.body!));
        if (!request.file)
          return ok({ job_identifier: 'j', status: request.method === 'POST' ? 'pending' : 'complete' });
        request.file.begins({ status: 200, headers: {} });
        writeFileSync(request.file.path, fileOf(++downloads));
        return { status: 200, headers: {}, body: '' };
      },
      { clock: createFakeClock({ start: now * 1000 }) },
    );
    const rowsOf = async (scan: typeof keyed, range = always) =>
      (await all(scan.read(context, range))).flatMap(({ entities }) => entities);
    return { context, requests, bodies, rowsOf };
  }

  test('asks by qualified ids from a second earlier on, and says who asks', async () => {
    const { rowsOf, requests, bodies } = world(() => 'call_id,begun\n1,7\n');
    await rowsOf(keyed, { from: now - 10 * day, to: now - day });
    expect(bodies).toEqual([
      {
        dataset_id: 'call',
        attribute_ids: ['call.call_id', 'timestamp.begun', 'people.Brand', 'company.Brand'],
        start_time: now - 10 * day - 1,
        end_time: now - day,
      },
    ]);
    expect(requests).toEqual([
      'POST /export/reporting_data/enqueue',
      'GET /export/reporting_data/j?app_id=app+1&client_id=id+1&job_identifier=j',
      'GET /download/reporting_data/j?app_id=app+1&job_identifier=j',
    ]);
  });

  test('takes all that a job gives: what it goes by need not be the time that a row tells', () => {
    expect(keyed.cursor?.of(row('1', 7))).toBeUndefined();
  });

  test('of a dataset with a key reaches back three years, in parts of a hundred days', async () => {
    const { rowsOf, bodies } = world(() => 'call_id,begun\n');
    await rowsOf(keyed);
    expect(bodies[0]!.start_time).toBe(now - 1095 * day + 3600 - 1);
    expect(bodies).toHaveLength(11);
    for (const [i, { start_time }] of bodies.entries())
      if (i > 0) expect(start_time).toBe(Number(bodies[i - 1]!.end_time) - 1);
    expect(bodies.at(-1)!.end_time).toBe(now);
  });

  test('lets a row pass that comes twice, and fails where another one has its key, or one has none', async () => {
    const range = { from: now - day, to: Number.POSITIVE_INFINITY };
    const twice = world(() => 'call_id,begun\n1,7\n2,7\n1,7\n');
    expect((await twice.rowsOf(keyed, range)).map(({ call_id }) => call_id)).toEqual(['1', '2', '1']);
    const two = world(() => 'call_id,begun\n1,7\n1,8\n');
    expect(await failure(two.rowsOf(keyed, range))).toMatchObject({
      code: 'request_refused',
      message: expect.stringContaining('two rows of one call_id'),
    });
    expect(two.bodies).toHaveLength(1);
    const none = world(() => 'call_id,begun\n,7\n');
    expect(await failure(none.rowsOf(keyed, range))).toMatchObject({
      message: expect.stringContaining('a row without call_id'),
    });
  });

  test('of one without a key is one job, whose rows are counted, those that are alike too', async () => {
    const { rowsOf, bodies } = world(() => 'call_id,begun\n1,7\n1,7\n2,8\n');
    const counted = (await rowsOf(whole)).map(({ _row_number, call_id }) => [_row_number, call_id]);
    expect(counted).toEqual([
      [1, '1'],
      [2, '1'],
      [3, '2'],
    ]);
    expect(bodies).toHaveLength(1);
  });

  test('of such a one lets out nothing of a file that is damaged', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) => `${i},7\n`).join('');
    const { rowsOf } = world((download) => `call_id,begun\n${download === 1 ? `${lines}cut` : '1,7\n'}`);
    expect(await rowsOf(whole)).toHaveLength(1);
  });
});
