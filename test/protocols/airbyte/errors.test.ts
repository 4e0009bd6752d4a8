import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../../src/core/errors.ts';
import { connectionFailed, connectionSucceeded, errorTrace } from '../../../src/protocols/airbyte/errors.ts';

const refused = new ConnectorError('token_refused', 'Intercom refuses the access token.', {
  hint: 'Make a new one.',
  details: { status: 401, request_id: 'abc', body: undefined },
});

describe('connection statuses', () => {
  test('tells a success', () => {
    expect(connectionSucceeded('Acme')).toEqual({
      type: 'CONNECTION_STATUS',
      connectionStatus: { status: 'SUCCEEDED', message: 'Acme' },
    });
    expect(connectionSucceeded()).toEqual({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } });
  });

  test('tells what the user can mend as a failed check, with what to do', () => {
    expect(connectionFailed(refused, 5)).toEqual({
      type: 'CONNECTION_STATUS',
      connectionStatus: { status: 'FAILED', message: 'Intercom refuses the access token. Make a new one.' },
    });
  });

  test.each([
    [new ConnectorError('api_unavailable', 'Intercom is down.'), 'transient_error'],
    [new TypeError('x is not a function'), 'system_error'],
  ])('tells all else as an error: %s', (thrown, failure_type) => {
    expect(connectionFailed(thrown, 5)).toMatchObject({
      type: 'TRACE',
      trace: { type: 'ERROR', emitted_at: 5, error: { failure_type } },
    });
  });
});

describe('errorTrace', () => {
  test('keeps code, details and causes for those who mend the source', () => {
    const cause = new Error('socket hang up');
    const error = new ConnectorError('api_unavailable', 'Intercom is down.', { cause, details: { status: 502 } });
    expect(errorTrace(error, 5, 'contacts')).toEqual({
      type: 'TRACE',
      trace: {
        type: 'ERROR',
        emitted_at: 5,
        error: {
          message: 'Intercom is down.',
          internal_message: 'api_unavailable status=502: socket hang up',
          stack_trace: `${error.stack}\nCaused by: ${cause.stack}`,
          failure_type: 'transient_error',
          stream_descriptor: { name: 'contacts' },
        },
      },
    });
  });

  test('names no stream where none is to blame', () => {
    expect(errorTrace(refused, 5)).toMatchObject({
      trace: { error: { internal_message: 'token_refused status=401 request_id=abc' } },
    });
    expect(JSON.stringify(errorTrace(refused, 5))).not.toContain('stream_descriptor');
  });
});
