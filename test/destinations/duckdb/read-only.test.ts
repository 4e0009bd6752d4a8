/** Reading a file beside what writes to it. */
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConnectorError } from '../../../src/core/errors.ts';
import { readOnly } from '../../../src/destinations/duckdb/read-only.ts';
import { workspaceIn } from '../../../src/destinations/duckdb/workspace.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { acme } from '../fixtures.ts';
import { holdOpen } from './holder.ts';
import { type DuckdbPlace, duckdbPlace } from './place.ts';

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace();
  const destination = await place.open();
  await destination.open(acme, []);
  await destination.close();
});
afterEach(() => place.remove());

test('asks, and lets go of the file', async () => {
  const asked = await readOnly(place.file, {}, (query) => query('SELECT name FROM _source_intercom_workspace'));
  expect(asked).toEqual([{ name: 'Acme' }]);
  const other = await holdOpen(place.file);
  await other.release();
  await expect(readOnly(place.file, {}, (query) => query('DELETE FROM _deleted'))).rejects.toMatchObject({
    code: 'destination_unusable',
  });
});

test('waits a little for who has it open, then says what can be read instead', async () => {
  const other = await holdOpen(place.file);
  const clock = createFakeClock();
  await expect(workspaceIn(place.file, { clock })).rejects.toMatchObject({
    code: 'destination_unusable',
    message: `Another process (PID ${other.pid}) has ${place.file} open.`,
    hint: expect.stringContaining('sync --publish'),
  });
  expect(clock.elapsed()).toBe(2_000);
  expect(clock.sleeps.length).toBeGreaterThan(10);

  let attempts = 0;
  const releasing = {
    ...clock,
    async sleep(ms: number) {
      attempts += 1;
      if (attempts === 2) await other.release();
      await clock.sleep(ms);
    },
  };
  expect(await workspaceIn(place.file, { clock: releasing })).toBe(acme.id);
  expect(attempts).toBe(2);
});

test('a signal ends the waiting', async () => {
  const other = await holdOpen(place.file);
  const stopped = new ConnectorError('stopped', 'Stopped.');
  const options = { wait: 60_000, clock: createFakeClock(), signal: AbortSignal.abort(stopped) };
  await expect(workspaceIn(place.file, options)).rejects.toBe(stopped);
  await other.release();
});

test('what waiting does not mend is told at once', async () => {
  await writeFile(place.file, 'no database '.repeat(1_000));
  const clock = createFakeClock();
  await expect(workspaceIn(place.file, { clock })).rejects.toMatchObject({
    message: `${place.file} is not a DuckDB database.`,
  });
  expect(clock.elapsed()).toBe(0);
});
