/** How long a sync waits for a destination that is in use. */
import { expect, test } from 'vitest';
import { openWhenFree } from '../../src/commands/opening.ts';
import { ConnectorError } from '../../src/core/errors.ts';
import type { Destination } from '../../src/destinations/destination.ts';
import { inUse } from '../../src/destinations/in-use.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const locked = new ConnectorError('destination_unusable', 'Another process (PID 7) has x open.', { details: inUse(7) });
const broken = new ConnectorError('destination_unusable', 'x is damaged.');
const destination = { location: 'x' } as Destination;

/** What waiting for a destination comes to that is opened at the given attempt, if at any. */
async function waitFor(wait: number | undefined, opensAt: number, error: Error = locked) {
  const clock = createFakeClock();
  const said: string[] = [];
  let attempts = 0;
  const open = async () => {
    attempts += 1;
    if (attempts < opensAt) throw error;
    return destination;
  };
  const { signal } = new AbortController();
  const result = await openWhenFree(open, { wait, clock, signal, say: (line) => said.push(line) }).catch(
    (thrown) => thrown,
  );
  return { result, said, attempts, elapsed: clock.elapsed() };
}

test('one that is free is opened at once, and nothing said', async () => {
  expect(await waitFor(undefined, 1)).toEqual({
    result: { destination, waited: false },
    said: [],
    attempts: 1,
    elapsed: 0,
  });
});

test('without a wait one in use is refused at once', async () => {
  expect(await waitFor(undefined, 9)).toMatchObject({ result: locked, said: [], attempts: 1, elapsed: 0 });
  expect(await waitFor(0, 9)).toMatchObject({ result: locked, said: [], attempts: 1, elapsed: 0 });
});

test('without a limit it waits as long as it takes, and says so once', async () => {
  expect(await waitFor(Number.POSITIVE_INFINITY, 5_000)).toEqual({
    result: { destination, waited: true },
    said: ['Another process (PID 7) has x open. Waiting until it lets go.'],
    attempts: 5_000,
    elapsed: 4_999_000,
  });
});

test('with a limit it ends with the usual error, after a last attempt when the time is over', async () => {
  expect(await waitFor(2_500, 99)).toEqual({
    result: locked,
    said: ['Another process (PID 7) has x open. Waiting until it lets go, 3 s at most.'],
    attempts: 4,
    elapsed: 2_500,
  });
});

test('what waiting does not mend is told at once', async () => {
  expect(await waitFor(Number.POSITIVE_INFINITY, 99, broken)).toMatchObject({ result: broken, attempts: 1 });
});

test('a signal ends it', async () => {
  const stop = new AbortController();
  const stopped = new ConnectorError('stopped', 'Stopped.');
  const open = async () => {
    throw locked;
  };
  const options = { wait: Number.POSITIVE_INFINITY, clock: createFakeClock(), signal: stop.signal };
  await expect(openWhenFree(open, { ...options, say: () => stop.abort(stopped) })).rejects.toBe(stopped);
});
