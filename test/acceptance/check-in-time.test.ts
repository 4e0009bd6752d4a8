/** A platform waits for a check a minute or so: it gets an answer, whatever Intercom does. */
import { describe, expect, test } from 'vitest';
import type { FaultSpec } from '../../src/simulator/index.ts';
import { errorsIn, startSource } from './source.ts';

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
    const begun = performance.now();
    const { messages, exitCode } = await source.check();
    expect(performance.now() - begun).toBeLessThan(55_000);
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
