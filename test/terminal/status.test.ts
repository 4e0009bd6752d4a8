/** What `status` tells, in terminals of any width. */
import { describe, expect, test } from 'vitest';
import { ageText, type Status, type StreamStatus, statusText } from '../../src/terminal/status.ts';

const now = Date.UTC(2026, 10, 27, 12) / 1000;
const hour = 3_600;

const complete = (name: string, rows: [number, number, number, number], change: Partial<StreamStatus> = {}) => {
  const [added, updated, deleted, total] = rows;
  return {
    name,
    inLastRun: true,
    outcome: 'complete' as const,
    warnings: 0,
    rows: { added, updated, deleted, total },
    newestAt: now - 2 * hour,
    completeAt: now - 0.5 * hour,
    ...change,
  };
};

const value = (change: Partial<Status> = {}): Status => ({
  location: 'intercom.duckdb',
  workspace: { id: 'abc123', name: 'Acme' },
  now,
  last: {
    at: now - 0.5 * hour,
    version: '0.1.0',
    mode: 'incremental',
    outcome: 'incomplete',
    ended: {
      at: now - 0.5 * hour + 192,
      requests: 1_234,
      warnings: [{ message: 'Of 3 records Intercom gives only some of what belongs to them.', times: 2 }],
    },
  },
  streams: [
    complete('contacts', [12, 1_034, 5, 1_234_567]),
    complete('conversation_monitor_evaluations', [0, 0, 0, 9], { warnings: 2, newestAt: now - 50 * 24 * hour }),
    complete('tags', [0, 0, 0, 40], { newestAt: undefined, inLastRun: false, completeAt: now - 5 * hour }),
    complete('tickets', [0, 0, 0, 80], {
      outcome: 'failed',
      completeAt: now - 3 * hour,
      error: { message: 'Stream "tickets" is closed.', permission: 'Read tickets' },
    }),
    { name: 'segments', inLastRun: true, outcome: 'unfinished', warnings: 0 },
  ],
  limit: { maxAge: 2 * hour, tooOld: ['tickets', 'segments'] },
  ...change,
});

describe.each([60, 80, 130])('in %i characters', (width) => {
  test('it is as it was', () => {
    expect(statusText(value(), { width })).toMatchSnapshot();
  });

  test('no line is wider, and every stream has its numbers', () => {
    const lines = statusText(value(), { width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.find((line) => line.startsWith('contacts'))).toMatch(/ 1,234,567 +2 h +30 min/);
    expect(lines.find((line) => line.startsWith('segments'))).toMatch(/^segments +never/);
  });
});

const lastLine = (change: Partial<Status['last'] & object>, streams: StreamStatus[] = []) =>
  statusText(value({ last: { ...value().last!, ...change }, streams, limit: undefined }), { width: 200 }).split(
    '\n',
  )[2];

test('how the last run ended is told', () => {
  const begun = 'Last run: begun 2026-11-27 11:30 UTC, 30 min ago';
  const after = `${begun}; ended after 3 min 12 s and 1,234 requests`;
  const how = '(incremental, version 0.1.0).';
  const one = [complete('tags', [0, 0, 0, 1])];
  expect(lastLine({ outcome: 'complete' }, one)).toBe(`${after}: 1 stream complete ${how}`);
  expect(lastLine({ outcome: 'stopped' }, one)).toBe(`${after}: stopped, 0 of 1 stream not complete ${how}`);
  expect(lastLine({ outcome: 'crashed', ended: undefined })).toBe(`${begun}; it was killed before its end ${how}`);
  expect(lastLine({ outcome: 'running', ended: undefined })).toBe(`${begun}; it is running ${how}`);
});

test('what ended the run is told, and that none is kept', () => {
  const error = { message: 'Intercom refuses the token.' };
  const failed = value({ last: { ...value().last!, outcome: 'failed', ended: { ...value().last!.ended!, error } } });
  expect(statusText(failed, { width: 80 })).toContain('\n\nIntercom refuses the token.\n\n');
  const none = value({ last: undefined, streams: [] });
  expect(statusText(none, { width: 80 })).toBe(
    'Acme (abc123) in intercom.duckdb\n\nNo run is kept yet: the next sync keeps its own.\n',
  );
});

test.each([
  [-5, '0 s'],
  [99.9, '99 s'],
  [100, '1 min'],
  [5_999, '99 min'],
  [6_000, '1 h'],
  [172_799, '47 h'],
  [172_800, '2 d'],
  [400 * 86_400, '400 d'],
])('an age of %d seconds is %s', (seconds, text) => {
  expect(ageText(seconds)).toBe(text);
});
