/** PyAirbyte reads every stream there is, reads what has changed, and reads anew. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streams } from '../../src/streams/index.ts';
import { expectedRows, oracleOf, sorted } from '../../test/support/oracle/index.ts';
import { pythonEnvironment } from '../python.ts';
import { change } from './change.ts';
import { expected, live, type PyAirbyte, startPyAirbyte } from './pyairbyte.ts';

const python = await pythonEnvironment(import.meta.url);

describe.skipIf(!python)('PyAirbyte, with all streams,', () => {
  let py: PyAirbyte;
  beforeAll(async () => {
    py = await startPyAirbyte(python!, { seed: 11 });
  });
  afterAll(() => py.close());

  /** Compares the cache's rows with those that there are, stream by stream. */
  async function compare() {
    for (const stream of streams) {
      const rows = sorted(stream, await py.rows(stream));
      const truth = expectedRows(py.simulator, stream).map((row) => expected(stream, row));
      expect(rows.length, stream.name).toBe(truth.length);
      expect(rows, stream.name).toEqual(truth);
    }
  }

  test('holds every value of a first read', async () => {
    expect(await py.read()).not.toMatch(/Could not (determine|find)/);
    await compare();
  });

  test('holds as many rows as there are after the second, of streams that tell what goes', async () => {
    change(py.simulator.workspace);
    await py.read();
    for (const stream of streams) {
      const rows = live(await py.rows(stream)).length;
      const truth = expectedRows(py.simulator, stream).length;
      const tells = oracleOf(stream.name).unmentioned === undefined && '_ab_cdc_deleted_at' in stream.columns;
      if (tells) expect(rows, stream.name).toBe(truth);
      else expect(rows, stream.name).toBeGreaterThanOrEqual(truth);
    }
  });

  test('holds every value, and nothing else, after a full refresh', async () => {
    await py.read('--full-refresh');
    await compare();
  });
});
