/** PyAirbyte reads, reads what has changed, and reads anew: what its cache holds, by the simulator's own account. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { expectedRows, oracleOf, sorted } from '../../test/support/oracle/index.ts';
import { streamNamed } from '../../test/support/registry.ts';
import { pythonEnvironment } from '../python.ts';
import { change } from './change.ts';
import { expected, live, type PyAirbyte, startPyAirbyte } from './pyairbyte.ts';

const python = await pythonEnvironment(import.meta.url);

const streams = [
  'contacts',
  'companies',
  'conversations',
  'conversation_parts',
  'tickets',
  'tags',
  'admins',
  'teams',
].map((name) => streamNamed(name)!);

describe.skipIf(!python)('PyAirbyte', () => {
  let py: PyAirbyte;
  const names = ['--streams', streams.map(({ name }) => name).join(',')];
  const said: string[] = [];
  const held: { [stream: string]: Row[] }[] = [];
  const truth: { [stream: string]: Row[] }[] = [];
  let gone: { [stream: string]: string[] };

  const readAndLook = async (...flags: string[]) => {
    said.push(await py.read(...names, ...flags));
    const rows: (typeof held)[0] = {};
    for (const stream of streams) rows[stream.name] = sorted(stream, await py.rows(stream));
    held.push(rows);
    truth.push(
      Object.fromEntries(
        streams.map((stream) => [stream.name, expectedRows(py.simulator, stream).map((row) => expected(stream, row))]),
      ),
    );
  };

  beforeAll(async () => {
    py = await startPyAirbyte(python!, {
      counts: { contacts: 160, conversations: 50, tickets: 20, companies: 20 },
    });
    await readAndLook();
    gone = change(py.simulator.workspace);
    await readAndLook();
    await readAndLook('--full-refresh');
  });
  afterAll(() => py.close());

  const keyed = (stream: Stream, rows: readonly Row[]) => rows.map((row) => String(row[stream.primaryKey[0]!]));

  test('says nothing of types that it does not know', () => {
    for (const text of said) expect(text).not.toMatch(/Could not (determine|find)/);
  });

  test('counts the rows that there are', () => {
    for (const [i, text] of said.entries())
      for (const { name } of streams) {
        const count = live(held[i]![name]!).length;
        expect(text).toContain(`${name}: ${count} rows`);
      }
  });

  describe.each(streams)('$name', (stream) => {
    const { name } = stream;

    test('are all there after the first read, value by value, and none is said to be gone', () => {
      expect(truth[0]![name]!.length).toBeGreaterThan(0);
      expect(held[0]![name]).toEqual(truth[0]![name]);
    });

    test('are as they are after the changes, but for those of which nothing tells that they are gone', () => {
      // What of a record changes without its `updated_at` comes with a full refresh.
      const strip = oracleOf(name).untouched?.strip ?? ((row: Row) => row);
      const lost = new Set(gone[name] ?? []);
      const rows = live(held[1]![name]!).filter((row) => !lost.has(String(row[stream.primaryKey[0]!])));
      expect(rows.map(strip)).toEqual(truth[1]![name]!.map(strip));
      const kept = keyed(stream, live(held[1]![name]!)).filter((key) => lost.has(key));
      const tells = 'contacts conversations'.includes(name);
      expect(kept.sort()).toEqual(tells ? [] : [...lost].sort());
    });

    test('are exactly what there is after a full refresh', () => {
      expect(held[2]![name]).toEqual(truth[2]![name]);
    });
  });

  test('a limit ends the command at once, though its pipe is full', async () => {
    const told = await py.script('limit.py', 'contacts', '5');
    const { records, seconds, exit_code } = JSON.parse(told.split('\n').find((line) => line.startsWith('{"records"'))!);
    console.log(`PyAirbyte with a limit: the command was gone after ${seconds.toFixed(2)} s`);
    expect([records, exit_code]).toEqual([5, -15]);
    // 0.4 s by itself; 4.5 s is when it would be given up.
    expect(seconds).toBeLessThan(3);
  });
});
