import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readResponse } from '../../../src/intercom/http/response.ts';
import { ok, refusal, response } from '../scripted.ts';

const read = (given: ReturnType<typeof response>) => readResponse(given, 'GET /things');

/** What the client does with it is in client.test.ts. */
describe('a response', () => {
  test('is a body, a reason to ask again, or an error', () => {
    expect(read(ok({ id: '1' }))).toEqual({ kind: 'body', body: { id: '1' } });
    expect(read(response(201, { id: '1' })).kind).toBe('body');
    expect(read(response(429, ''))).toEqual({ kind: 'rate_limited' });
    expect(read(refusal(500, 'server_error', 'Server error'))).toEqual({
      kind: 'retry',
      reason: '500 (server_error: Server error)',
    });
    expect(read(response(502, '<html>'))).toEqual({ kind: 'retry', reason: '502' });
    expect(read(response(200, '<html>'))).toEqual({
      kind: 'retry',
      reason: '200 with a body that is not a JSON object',
    });
    expect(read(refusal(404, 'not_found')).kind).toBe('error');
  });

  test('says what is refused, why, and what to do', () => {
    const verdict = read(refusal(403, 'api_plan_restricted', 'Active subscription needed.'));
    expect(verdict).toMatchObject({
      kind: 'error',
      error: {
        code: 'plan_restricted',
        failureType: 'config_error',
        message: 'Intercom answered GET /things with 403 (api_plan_restricted: Active subscription needed.).',
        hint: expect.stringContaining('plan'),
        details: { status: 403, apiCode: 'api_plan_restricted', requestId: 'req-1' },
      },
    });
  });

  test('quotes no more than a line of a refusal', () => {
    const verdict = read(refusal(400, 'x'.repeat(5000), 'y'.repeat(100_000)));
    expect(verdict.kind === 'error' && verdict.error.message.length).toBeLessThan(500);
  });

  test('is understood whatever it holds', () => {
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((json) => `{"errors":[${json}]}`),
      fc.json().map((json) => `{"errors":${json}}`),
    );
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), bodies, (status, body) => {
        expect(['body', 'retry', 'error', 'rate_limited']).toContain(read(response(status, body)).kind);
      }),
    );
  });
});
