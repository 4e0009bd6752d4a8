/** A platform waits for a check a minute or so: it gets an answer, whatever Intercom does. */
import { describe, expect, test } from 'vitest';
import type { FaultSpec } from '../../src/simulator/index.ts';
import { errorsIn, startSource } from './source.ts';

/** The command's time runs so many times faster, since it waits most of a minute. */
const faster = 5;
const env = {
  NODE_OPTIONS: `--import ${new URL('fast-time.mjs', import.meta.url).href}`,
  FAST_TIME: String(faster),
};

const spent = /rate limit is spent/;

const cases: [string, FaultSpec, RegExp][] = [
  ['the rate limit is spent by others', { kind: '429' }, spent],
  ['it is, and the headers do not say so', { kind: '429', headers: false }, spent],
  ['it is, and Retry-After asks for two minutes', { kind: '429', headers: false, retryAfter: 120 }, spent],
  ['Intercom does not answer', { kind: 'hang' }, /did not answer within 45 s/],
];

describe('check answers within a minute', () => {
  test.concurrent.each(cases)('where %s', async (_, fault, text) => {
    const source = await startSource({ scale: 0 });
    source.simulator.faults.add(fault);
    const { messages, exitCode } = await source.check(undefined, env);
    // Without the start of the process, which takes longer while others run.
    const took = Date.now() - source.simulator.requests.all[0]!.at;
    expect(took * faster).toBeLessThan(55_000);
    expect(took * faster).toBeGreaterThan(30_000);
    // It may well be right: no status says that it is not.
    expect(messages.map(({ type }) => type)).toEqual(['TRACE']);
    expect(errorsIn(messages)).toEqual([
      expect.objectContaining({ failure_type: 'transient_error', message: expect.stringMatching(text) }),
    ]);
    expect(errorsIn(messages)[0]!.message).toMatch(/later/);
    expect(exitCode).toBe(1);
    await source.close();
  });
});
