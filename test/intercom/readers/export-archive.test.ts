import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveRows, type ExportRow } from '../../../src/intercom/readers/export-archive.ts';
import { zipArchive } from '../../../src/simulator/engine/archive.ts';
import { all } from '../scripted.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (bytes: Uint8Array): Promise<ExportRow[][]> => {
  const path = join(folder, 'export.zip');
  writeFileSync(path, bytes);
  return all(archiveRows(path));
};

describe('the rows of an archive', () => {
  test('come file by file, with the file’s name without its time, and each cell as it is', async () => {
    const batches = await read(
      zipArchive([
        { name: 'receipts_20180601_120000.csv', text: '\ufeffreceipt_id,name\n1,"A ""b"",\nc"\n\n2,\n' },
        { name: 'exports/goal_success_20240131-090000.csv', text: 'receipt_id,goal_hit_at\r\n007,1706691600\r\n' },
        { name: 'soft_bounce.csv', text: 'receipt_id\n190000000000000001\n' },
      ]),
    );
    expect(batches.flat()).toEqual([
      { file: 'receipts', cells: { receipt_id: '1', name: 'A "b",\nc' } },
      { file: 'receipts', cells: { receipt_id: '2', name: '' } },
      { file: 'goal_success', cells: { receipt_id: '007', goal_hit_at: '1706691600' } },
      { file: 'soft_bounce', cells: { receipt_id: '190000000000000001' } },
    ]);
  });

  test('are none where there are no files, only other ones, or no lines', async () => {
    expect(await read(zipArchive([]))).toEqual([]);
    expect(
      await read(
        zipArchive([
          { name: 'read me.txt', text: 'a,b\n1,2\n' },
          { name: 'open_20240131-090000.csv', text: 'receipt_id\n' },
          { name: 'click_20240131-090000.csv', text: '' },
        ]),
      ),
    ).toEqual([]);
  });

  test('come in batches', async () => {
    const text = `id\n${Array.from({ length: 1200 }, (_, i) => `${i}\n`).join('')}`;
    const batches = await read(zipArchive([{ name: 'open.csv', text }]));
    expect(batches.map((rows) => rows.length)).toEqual([500, 500, 200]);
    expect(batches.flat().map(({ cells }) => cells.id)).toEqual(Array.from({ length: 1200 }, (_, i) => String(i)));
  });
});

describe('what is damaged is told', () => {
  const whole = Buffer.from(zipArchive([{ name: 'open.csv', text: `id,at\n${'1,2\n'.repeat(5000)}` }]));
  const changed = (at: number) => {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 0xff;
    return bytes;
  };

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['an HTML page', Buffer.from('<html></html>')],
    ['half of it', whole.subarray(0, whole.length >> 1)],
    ['all but its last byte', whole.subarray(0, whole.length - 1)],
    ['a changed byte', changed(60)],
    // In the directory, behind the signature: 4 + 2 + 14 bytes.
    ['another checksum', changed(whole.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 16)],
    ['a line with too many cells', Buffer.from(zipArchive([{ name: 'open.csv', text: 'id,at\n1,2,3\n' }]))],
    ['an open quote', Buffer.from(zipArchive([{ name: 'open.csv', text: 'id,at\n1,"2\n' }]))],
  ])('%s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toThrow();
  });
});
