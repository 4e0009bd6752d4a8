/** What a sync tells at its end, in terminals of any width. */
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../src/core/errors.ts';
import type { LogEvent } from '../../src/core/events.ts';
import { exitCodeOf, type StreamSummary, type Summary, summaryText } from '../../src/terminal/summary.ts';
import { warningsOf } from '../../src/terminal/warnings.ts';

const done = (name: string, [added, updated, deleted, total]: [number, number, number, number]): StreamSummary => ({
  name,
  state: 'done',
  rows: added + updated,
  deletions: deleted,
  table: { added, updated, deleted, total },
  ms: 1_500,
});
const closed = (stream: string, permission = 'Read tickets') => ({
  stream,
  error: new ConnectorError('permission_missing', `Stream "${stream}" is closed to this token.`, {
    hint: 'Grant it, or deselect the stream.',
    details: { permission },
  }),
});
const failedBy = (stream: string, cause: ConnectorError) => ({
  stream,
  error: new ConnectorError(cause.code, `Stream "${stream}" failed: ${cause.message}`, {
    hint: cause.hint,
    cause,
    details: cause.details,
  }),
});

const summary = (change: Partial<Summary> = {}): Summary => ({
  streams: [
    done('contacts', [12, 1_034, 5, 1_234_567]),
    done('conversation_monitor_evaluations', [0, 0, 0, 9]),
    done('conversation_monitor_criteria_of_it', [3, 0, 0, 1_003]),
  ],
  failures: [],
  warnings: [],
  notes: ['Look at it: duckdb x.duckdb "SELECT 1"'],
  ms: 12_345,
  requests: 1_234,
  ...change,
});

const linesOf = (value: Summary, width: number) => summaryText(value, { width }).split('\n');

describe('the table', () => {
  test('has the changes of each stream, numbers to the right, with thousands separators', () => {
    expect(linesOf(summary(), 80).slice(0, 7)).toEqual([
      '',
      'stream                               new  updated  deleted   in table  time',
      '───────────────────────────────────  ───  ───────  ───────  ─────────  ─────',
      'contacts                              12    1,034        5  1,234,567  1.5 s',
      'conversation_monitor_evaluations       0        0        0          9  1.5 s',
      'conversation_monitor_criteria_of_it    3        0        0      1,003  1.5 s',
      '',
    ]);
  });

  test('in a narrow terminal leaves out the time, then cuts names in their middle, never a number', () => {
    expect(linesOf(summary(), 60).slice(1, 6)).toEqual([
      'stream                      new  updated  deleted   in table',
      '──────────────────────────  ───  ───────  ───────  ─────────',
      'contacts                     12    1,034        5  1,234,567',
      'conversation…r_evaluations    0        0        0          9',
      'conversation…riteria_of_it    3        0        0      1,003',
    ]);
  });

  test.each([60, 80, 130])('and all but commands fits %i characters, at any size', (width) => {
    const large = Array.from({ length: 70 }, (_, i) =>
      done(`a_stream_of_a_quite_long_name_${i}`, [1_234_567, 9_234_567, 7_234_567, 8_234_567]),
    );
    const streams = [...large, { name: 'tickets', state: 'failed' as const, rows: 0, deletions: 0 }];
    const failures = [closed('tickets'), ...large.map(({ name }) => closed(name, 'Read people'))];
    const warnings = [{ text: 'Something is odd about very many of the records that came. '.repeat(4), queries: [] }];
    for (const line of linesOf(summary({ streams, failures, warnings, notes: [] }), width))
      expect(line.length).toBeLessThanOrEqual(width);
  });

  test('of a destination that tells no changes has what came', () => {
    const streams = [{ name: 'tags', state: 'done' as const, rows: 5, deletions: 1 }];
    expect(linesOf(summary({ streams }), 80)).toEqual(expect.arrayContaining([expect.stringMatching(/^tags +5 +1$/)]));
  });
});

describe('failures', () => {
  test('of one cause are one paragraph, with all its streams and what to do', () => {
    const plan = (stream: string) =>
      failedBy(stream, new ConnectorError('plan_restricted', `Intercom answered GET /${stream} with 402.`));
    const down = (stream: string, reason = '503') =>
      failedBy(
        stream,
        new ConnectorError('api_unavailable', `Intercom did not answer GET /${stream}: ${reason}.`, {
          hint: 'Run it again later.',
          details: { reason },
        }),
      );
    const version = (stream: string) =>
      failedBy(
        stream,
        new ConnectorError('version_unsupported', `Intercom answered GET /${stream} with 400.`, {
          details: { apiCode: 'intercom_version_invalid' },
        }),
      );
    const own = new ConnectorError('records_missing', 'GET /x gives 2 records.', { hint: 'Run again.' });
    const failures = [
      closed('tickets'),
      plan('calls'),
      down('tags'),
      closed('ticket_parts'),
      closed('admins', 'Read admins'),
      plan('news_items'),
      down('teams'),
      down('brands', 'no answer (ECONNRESET)'),
      version('audiences'),
      version('macros'),
      failedBy('companies', own),
      failedBy('company_tags', own),
    ];
    const text = summaryText(summary({ failures }), { width: 200 });
    expect(text.split('\n\n').filter((block) => block.startsWith('Not complete'))).toEqual([
      'Not complete: tickets, ticket_parts.\n  The token lacks the permission "Read tickets". Grant it, or deselect the stream.',
      "Not complete: calls, news_items.\n  The workspace's plan does not include it. Upgrade the plan, or leave out what it does not include.",
      'Not complete: tags, teams.\n  Intercom did not answer: 503. Run it again later.',
      'Not complete: admins.\n  The token lacks the permission "Read admins". Grant it, or deselect the stream.',
      'Not complete: brands.\n  Intercom did not answer: no answer (ECONNRESET). Run it again later.',
      'Not complete: audiences, macros.\n  The API version in use does not have it. Leave it out until Intercom offers it.',
      'Not complete: companies, company_tags.\n  GET /x gives 2 records. Run again.',
    ]);
  });

  test('that nothing told are named all the same', () => {
    const streams = [{ name: 'tags', state: 'not read' as const, rows: 0, deletions: 0 }];
    expect(summaryText(summary({ streams }), { width: 80 })).toContain('Not complete: tags.\n  Not read to the end.');
  });
});

describe('the last line has the exit code', () => {
  const last = (value: Summary) => summaryText(value, { width: 130 }).trimEnd().split('\n').at(-1);

  test('0 where all is complete', () => {
    expect(last(summary())).toBe('Done in 12 s: 3 streams, 1,234 requests, exit code 0.');
    expect(exitCodeOf(summary())).toBe(0);
  });

  test('1 where something is not, streams that could not be begun among it', () => {
    const streams = [...summary().streams, { name: 'tickets', state: 'failed' as const, rows: 0, deletions: 0 }];
    const failures = [closed('tickets'), closed('reporting_calls', 'Read reports')];
    const value = summary({ streams, failures });
    expect(last(value)).toBe('2 of 5 streams are not complete after 12 s and 1,234 requests: exit code 1.');
    expect(exitCodeOf(value)).toBe(1);
  });
});

describe('warnings', () => {
  const logs: LogEvent[] = [
    { type: 'log', level: 'warn', message: 'The clock is wrong.' },
    ...[3, 1_500].map(
      (count): LogEvent => ({
        type: 'log',
        level: 'warn',
        message: 'some',
        finding: { kind: 'truncated', stream: `s${count}`, column: '_truncated', count },
      }),
    ),
    {
      type: 'log',
      level: 'warn',
      message: 'a value',
      finding: { kind: 'type_mismatch', stream: 'tickets', column: 'open' },
    },
    { type: 'log', level: 'warn', message: 'The clock is wrong.' },
  ];

  test('are counted by kind, with SQL where there is some', () => {
    const select = ({ stream, column }: { stream: string; column?: string }) => `SELECT ${column} FROM ${stream}`;
    expect(warningsOf(logs, select)).toEqual([
      {
        text: 'Of 1,503 records Intercom gives only some of what belongs to them (s3: 3, s1500: 1,500).',
        queries: ['SELECT _truncated FROM s3', 'SELECT _truncated FROM s1500'],
      },
      {
        text: '1 column with values of another type than documented, which are kept as they came (tickets.open).',
        queries: ['SELECT open FROM tickets'],
      },
      { text: 'The clock is wrong. (2 times)', queries: [] },
    ]);
    expect(warningsOf(logs)[0]?.queries).toEqual([]);
    expect(warningsOf([])).toEqual([]);
  });

  test('are told below a line that counts them', () => {
    const text = summaryText(summary({ warnings: warningsOf(logs, () => 'SELECT 1') }), { width: 130 });
    expect(text).toContain('\n\n3 warnings:\n  Of 1,503 records');
    expect(text).toContain('(tickets.open).\n    SELECT 1\n  The clock is wrong. (2 times)\n\n');
  });
});
