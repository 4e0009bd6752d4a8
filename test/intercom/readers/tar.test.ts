import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesInTar } from '../../../src/intercom/readers/tar.ts';
import { tarArchive } from '../../../src/simulator/engine/archive.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function filesOf(bytes: Buffer, size: number): Promise<string[]> {
  const files: string[] = [];
  for await (const file of filesInTar(inChunks(bytes, size))) {
    const parts: Buffer[] = [];
    for await (const part of file) parts.push(part);
    files.push(Buffer.concat(parts).toString());
  }
  return files;
}

const texts = ['a,b\n1,2\n', '', 'x'.repeat(512), 'y'.repeat(1500)];
const archive = tarArchive([
  ...texts.map((text, i) => ({ name: `${i}.csv`, text })),
  { name: 'notes.txt', text: 'no' },
]);

test.each([1, 7, 512, 100_000])('gives the CSV files of an archive that comes in chunks of %d bytes', async (size) => {
  expect(await filesOf(archive, size)).toEqual(texts);
});

test('reads what tar writes, folders left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tar-'));
  try {
    await writeFile(join(folder, 'report.csv'), texts[3]!);
    const written = execFileSync('tar', ['-cf', '-', '-C', folder, '.'], { maxBuffer: 1e7 });
    expect(await filesOf(written, 300)).toEqual([texts[3]]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test.each([0, 5, 511, 512, 5000])('gives what is no archive as it is: %d bytes', async (length) => {
  const bytes = Buffer.from('z'.repeat(length));
  expect(await filesOf(bytes, 100)).toEqual([bytes.toString()]);
});

test('rejects where an archive ends within a file', async () => {
  await expect(filesOf(archive.subarray(0, 515), 100)).rejects.toThrow('ends within a file');
});

test('passes on what is wrong with the bytes behind its end', async () => {
  const broken = async function* () {
    yield archive;
    throw new Error('The checksum is wrong.');
  };
  const read = async () => {
    for await (const file of filesInTar(broken())) for await (const _ of file);
  };
  await expect(read()).rejects.toThrow('checksum');
});
