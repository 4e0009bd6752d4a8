import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/events.ts';
import { writeAirbyte } from '../../src/protocols/airbyte/writer.ts';
import { createLineOutput } from '../../src/protocols/line-output.ts';
import { collectingSink, slowSink } from './sink.ts';

const kilobyte = 'x'.repeat(1024);
const row = { id: '1', body: kilobyte };

/** Batches of rows for as long as someone asks, and what became of them. */
function source(batches: number) {
  const seen = { batches: 0, ended: false };
  async function* events(): AsyncGenerator<Event> {
    try {
      for (; seen.batches < batches; seen.batches += 1) {
        yield { type: 'records', stream: 'contacts', rows: Array.from({ length: 150 }, () => row) };
      }
    } finally {
      seen.ended = true;
    }
  }
  return { seen, events: events() };
}

const sync = (events: AsyncIterable<Event>, output: Writable, onClosed?: () => void) =>
  writeAirbyte({
    events,
    output,
    streams: [],
    secrets: [],
    clock: { now: () => 1 },
    logLevel: 'info',
    ...(onClosed ? { onClosed } : {}),
  });

/** Lets all that can go on without the outside go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the line output', () => {
  test('asks for no more than one batch beyond what a slow reader takes', async () => {
    const { output, take, taken, most } = slowSink();
    const { events, seen } = source(40);
    const done = sync(events, output).then(() => true);
    const finished = { yet: false };
    void done.then(() => {
      finished.yet = true;
    });
    await settled();
    expect(seen.batches).toBe(0);
    while (!finished.yet) {
      take();
      await settled();
      const ahead = seen.batches * 150 * 1024 - taken();
      expect(ahead).toBeLessThan(2 * 150 * 1200);
    }
    expect(taken()).toBeGreaterThan(40 * 150 * 1024);
    expect(most()).toBeLessThan(output.writableHighWaterMark + 2 * 64 * 1024);
  });

  test('writes chunks of 64 KB, and at once what a checkpoint covers', async () => {
    const { output, chunks } = collectingSink();
    const lines = createLineOutput(output);
    for (let i = 0; i < 64; i += 1) await lines.push(kilobyte);
    await lines.push('rest\n');
    expect(chunks.map(({ length }) => length)).toEqual([64 * 1024]);
    await lines.flush();
    expect(chunks.at(-1)).toBe('rest\n');
    await lines.drain();
  });

  test('puts lines of several pieces, larger than a chunk or with letters of several bytes, in their order', async () => {
    const { output, chunks } = collectingSink();
    const lines = createLineOutput(output);
    const large = 'ü'.repeat(40_000);
    const pieces = ['head ', Buffer.from('body '), large, Buffer.from(large), 'tail\n'];
    for (let i = 0; i < 3; i += 1) await lines.push(...pieces);
    await lines.drain();
    expect(chunks.join('')).toBe(`head body ${large}${large}tail\n`.repeat(3));
  });

  test('does not keep a line for itself while nothing follows', async () => {
    const output = new PassThrough({ encoding: 'utf8' });
    createLineOutput(output).push('a line\n');
    expect(await once(output, 'data')).toEqual(['a line\n']);
  });

  test('waits also where lines trickle', async () => {
    const { output, take } = slowSink();
    const lines = createLineOutput(output);
    lines.push(kilobyte.repeat(64));
    const behind = lines.push('a line\n');
    expect(behind).toBeInstanceOf(Promise);
    take();
    await behind;
    const drained = lines.drain();
    take();
    await settled();
    take();
    await drained;
  });

  test('ends the flow quietly when the reader closes its pipe', async () => {
    const child: ChildProcess = spawn('sh', ['-c', 'head -c 1000000 > /dev/null']);
    const { events, seen } = source(Number.POSITIVE_INFINITY);
    let told = 0;
    const outcome = await sync(events, child.stdin!, () => {
      told += 1;
    });
    expect(outcome).toEqual({ failed: [], closed: true });
    expect(seen).toMatchObject({ ended: true });
    expect(told).toBe(1);
    if (child.exitCode === null) await once(child, 'exit');
  });

  test('says aloud that the disk is full', async () => {
    const output = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));
      },
    });
    const { events, seen } = source(Number.POSITIVE_INFINITY);
    await expect(sync(events, output)).rejects.toMatchObject({
      code: 'destination_unusable',
      message: expect.stringContaining('no space left'),
    });
    expect(seen.ended).toBe(true);
  });

  test('loses nothing on the way to another process', async () => {
    const child = spawn('wc', ['-l']);
    const counted = child.stdout.setEncoding('utf8').toArray();
    await sync(source(40).events, child.stdin);
    child.stdin.end();
    // 6,000 records and one pair of statuses: STARTED, RUNNING.
    expect(Number((await counted).join(''))).toBe(6002);
  });
});
