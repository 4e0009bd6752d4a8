/** A read that is told to stop: by which signals, and what a reader gets who reads slowly, or not at all. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';
import { spawnCommand, withFiles } from '../support/command.ts';
import { config, configure, errorsIn, listed, type Source, startSource, statesIn } from './source.ts';

let source: Source;
beforeEach(async () => {
  source = await startSource({ latencyMs: 20 });
});
afterEach(() => source.close());

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('writes its last states at %s, and dies by it', async (name) => {
  const streams = listed((stream) => ['contacts', 'conversations'].includes(stream));
  let told = false;
  const stopped = await source.read(configure(streams, 'incremental'), [], {
    onMessage: ({ type }, process) => {
      if (type !== 'RECORD' || told) return;
      told = true;
      process.end(name);
    },
  });
  expect([stopped.exitCode, stopped.signal, stopped.unfinished]).toEqual([null, name, '']);
  expect(statesIn(stopped.messages).length).toBeGreaterThan(0);
  expect(errorsIn(stopped.messages)[0]?.message).toContain(`Stopped by ${name}.`);
});

/** A read into a pipe of which we hold the other end. `use` is called once it is as far as it comes while no one reads. */
async function withUnread(
  isSelected: (stream: string) => boolean,
  use: (reading: ReturnType<typeof spawnCommand> & { take(most: number): Buffer }) => Promise<void>,
) {
  const streams = listed(isSelected);
  await withFiles({ config, catalog: configure(streams, 'full_refresh') }, async (flags, folder) => {
    const pipe = join(folder, 'pipe');
    spawnSync('sh', ['-c', 'mkfifo "$0"', pipe]);
    const end = openSync(pipe, 'r+');
    const { child, ended } = spawnCommand(['read', ...flags], {
      env: { INTERCOM_API_URL: source.url },
      stdio: ['ignore', end, 'inherit'],
    });
    try {
      await standsStill();
      await use({ child, ended, take: (most) => takeFrom(end, most) });
    } finally {
      closeSync(end);
    }
  });
}

/** What a pipe holds, at most so many bytes: nothing where it is empty. */
function takeFrom(pipe: number, most: number): Buffer {
  const buffer = Buffer.alloc(most);
  try {
    return buffer.subarray(0, readSync(pipe, buffer));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return Buffer.alloc(0);
    throw error;
  }
}

/** Waits until no request has come for a second and a half: the pipe is full, and what is read ahead too. */
async function standsStill() {
  for (let seen = 0, still = 0; still < 30; ) {
    await sleep(50);
    const now = source.simulator.requests.count();
    still = now > 0 && now === seen ? still + 1 : 0;
    seen = now;
  }
}

test('is gone within a second where no one reads the pipe', () =>
  withUnread(
    () => true,
    async ({ child, ended }) => {
      expect(child.exitCode).toBeNull();
      const toldAt = performance.now();
      child.kill('SIGTERM');
      expect(await ended).toEqual({ exitCode: null, signal: 'SIGTERM' });
      expect(performance.now() - toldAt).toBeLessThan(1_000);
    },
  ));

test('writes its last states where the pipe is read, however slowly', () =>
  withUnread(
    (name) => name === 'contacts',
    async ({ child, ended, take }) => {
      const taken: Buffer[] = [];
      child.kill('SIGTERM');
      // So a chunk of 64 KB, in which the command writes, takes longer than a reader may stand still.
      const reading = setInterval(() => taken.push(take(16_000)), 100);
      expect(await ended).toEqual({ exitCode: null, signal: 'SIGTERM' });
      clearInterval(reading);
      for (let rest = take(65_536); rest.length > 0; rest = take(65_536)) taken.push(rest);
      const lines = Buffer.concat(taken).toString().split('\n');
      expect(lines.pop()).toBe('');
      const types = lines.map((line) => (JSON.parse(line) as AirbyteMessage).type);
      expect(types.lastIndexOf('STATE')).toBeGreaterThan(types.lastIndexOf('RECORD'));
    },
  ));
