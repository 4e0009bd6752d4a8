/** What a sync shows, on a terminal and elsewhere. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError } from '../../src/core/errors.ts';
import type { Event } from '../../src/core/events.ts';
import { createProgress, type Progress } from '../../src/terminal/progress.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { createScreen, type Screen } from './screen.ts';

const rowsOf = (stream: string, count: number): Event => ({
  type: 'records',
  stream,
  rows: Array.from({ length: count }, (_, i) => ({ id: String(i) })),
});
const status = (stream: string, status: 'started' | 'running'): Event => ({ type: 'status', stream, status });
const complete = (stream: string): Event => ({ type: 'status', stream, status: 'complete', isCompleteSnapshot: true });
const failed = (stream: string): Event => ({
  type: 'status',
  stream,
  status: 'incomplete',
  error: new ConnectorError('permission_missing', 'The stream is closed.', { hint: 'Grant "Read tags".' }),
});
const log = (level: 'debug' | 'info' | 'warn', message: string): Event => ({ type: 'log', level, message });

let clock: FakeClock;
let screen: Screen;
let progress: Progress;

const start = (terminal: Parameters<typeof createScreen>[0]) => {
  clock = createFakeClock({ start: 1_700_000_000_000 });
  screen = createScreen(terminal);
  progress = createProgress({
    workspace: 'Acme',
    location: 'intercom.duckdb',
    streams: [
      { name: 'contacts', syncMode: 'incremental', syncId: null },
      { name: 'tags', syncMode: 'full_refresh', syncId: 1 },
    ],
    output: screen.output,
    clock,
    requests: () => 1_234,
    redact: (text) => text.replaceAll('s3cret', '****'),
  });
};

/** So much time passes, for clocks and timers alike. */
const pass = (ms: number) => {
  clock.advance(ms);
  vi.advanceTimersByTime(ms);
};

const observe = (...events: Event[]) => {
  for (const event of events) progress.observe(event);
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  progress.stop();
  vi.useRealTimers();
});

describe('elsewhere than on a terminal', () => {
  beforeEach(() => start({ isTTY: false }));

  test('lines tell what begins, what ends and what fails, with what to do', () => {
    observe(status('contacts', 'started'), status('tags', 'started'), rowsOf('contacts', 1_500), rowsOf('tags', 3));
    observe(complete('contacts'), failed('tags'));
    expect(screen.seen()).toEqual([
      'Syncing workspace "Acme" into intercom.duckdb.',
      'contacts: 1,500 rows.',
      'The stream is closed. Grant "Read tags".',
    ]);
    expect(screen.written()).not.toContain('\x1b');
  });

  test('a line now and then tells how far it is, and nothing after the end', () => {
    observe(
      status('contacts', 'started'),
      { type: 'estimate', stream: 'contacts', rows: 4_000 },
      rowsOf('contacts', 1_000),
    );
    pass(14_999);
    expect(screen.seen()).toHaveLength(1);
    pass(1);
    expect(screen.seen().at(-1)).toBe('1,000 rows · 15 s · 1,234 requests (4,936 a minute) · about 45 s left');
    progress.stop();
    pass(60_000);
    expect(screen.seen()).toHaveLength(2);
  });

  test('messages are passed on but for those of the developer, and without secrets', () => {
    observe(log('info', 'A scroll broke off.'), log('debug', 'attempt 2'), log('warn', 'Odd: s3cret.'));
    expect(screen.seen().slice(1)).toEqual(['A scroll broke off.', 'Odd: ****.']);
  });

  test('a spent rate limit is told as long as it lasts', () => {
    observe({ type: 'rate_limited', until: clock.now() + 20_000 });
    pass(15_000);
    expect(screen.seen().at(-1)).toContain('rate limit spent, on in 5.0 s');
    pass(15_000);
    expect(screen.seen().at(-1)).not.toContain('rate limit');
  });

  test('events of streams that no one selected are no one’s', () => {
    observe(rowsOf('stranger', 5), status('stranger', 'started'), complete('stranger'));
    expect(screen.seen()).toHaveLength(1);
    expect(progress.streams().map(({ name }) => name)).toEqual(['contacts', 'tags']);
  });
});

describe('on a terminal', () => {
  test('a table of the streams under way is drawn over and over in its place', () => {
    start({ isTTY: true, columns: 100, rows: 40 });
    observe(
      status('contacts', 'started'),
      { type: 'estimate', stream: 'contacts', rows: 400 },
      rowsOf('contacts', 100),
    );
    pass(1_000);
    observe(rowsOf('contacts', 100), status('tags', 'started'), rowsOf('tags', 7), complete('tags'));
    pass(1_000);
    const [greeting, header, , ...rest] = screen.seen();
    expect(greeting).toBe('Syncing workspace "Acme" into intercom.duckdb.');
    expect(header).toMatch(/^stream +rows +rows\/s$/);
    expect(rest).toEqual([
      expect.stringMatching(/^contacts +200 +100 +50 %$/),
      expect.stringMatching(/^tags +7 +[\d,]+ +done$/),
      '',
      '2.0 s · 1,234 requests (37,020 a minute) · about 2.0 s left',
    ]);
  });

  test('messages stay above the table', () => {
    start({ isTTY: true, columns: 100, rows: 40 });
    observe(status('contacts', 'started'));
    pass(250);
    observe(log('warn', 'Look here.'));
    pass(250);
    expect(screen.seen()[1]).toBe('Look here.');
    expect(screen.seen()[2]).toMatch(/^stream/);
  });

  test('is left clean at the end', () => {
    start({ isTTY: true, columns: 100, rows: 40 });
    observe(status('contacts', 'started'));
    pass(1_000);
    progress.stop();
    pass(1_000);
    expect(screen.seen()).toEqual(['Syncing workspace "Acme" into intercom.duckdb.']);
  });

  test('a small one is never written past its edges, so that the table can be taken away', () => {
    start({ isTTY: true, columns: 20, rows: 4 });
    observe(status('contacts', 'started'), status('tags', 'started'), rowsOf('contacts', 12_345));
    pass(500);
    const drawn = screen.seen().slice(1);
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.length).toBeLessThan(4);
    for (const line of drawn) expect(line.length).toBeLessThan(20);
  });
});

describe('at the end', () => {
  beforeEach(() => start({ isTTY: false }));

  test('it has what became of each stream, deletions apart from rows', () => {
    const gone: Event = {
      type: 'records',
      stream: 'contacts',
      rows: [
        { id: 'x', _ab_cdc_deleted_at: '2024-01-01T00:00:00Z' },
        { id: 'y', _ab_cdc_deleted_at: null },
      ],
    };
    observe(status('contacts', 'started'), rowsOf('contacts', 2), gone);
    pass(75_400);
    observe(complete('contacts'));
    expect(screen.seen().at(-1)).toBe('contacts: 3 rows and 1 deletions.');
    expect(progress.elapsed()).toBe(75_400);
    expect(progress.failures()).toEqual([]);
    expect(progress.streams()).toEqual([
      { name: 'contacts', state: 'done', rows: 3, deletions: 1, ms: 75_400 },
      { name: 'tags', state: 'not read', rows: 0, deletions: 0 },
    ]);
  });

  test('what is not done has failed, or was not read to its end', () => {
    observe(status('contacts', 'started'), status('tags', 'started'), failed('tags'));
    expect(progress.streams().map(({ state }) => state)).toEqual(['not read', 'failed']);
    expect(progress.failures()).toMatchObject([{ stream: 'tags', error: { code: 'permission_missing' } }]);
  });

  test('a cause is told once while it runs, whatever streams fail by it', () => {
    const closedFor = (stream: string, permission: string): Event => ({
      type: 'status',
      stream,
      status: 'incomplete',
      error: new ConnectorError('permission_missing', `Stream "${stream}" is closed.`, { details: { permission } }),
    });
    observe(closedFor('contacts', 'Read people'), closedFor('tags', 'Read people'));
    expect(screen.written()).toContain('Stream "contacts" is closed.');
    expect(screen.written()).not.toContain('Stream "tags" is closed.');
    expect(progress.failures().map(({ stream }) => stream)).toEqual(['contacts', 'tags']);
  });

  test('warnings are kept, and nothing else that was told', () => {
    observe(log('info', 'A scroll broke off.'), log('warn', 'Odd.'), log('debug', 'attempt 2'));
    expect(progress.warnings()).toEqual([log('warn', 'Odd.')]);
  });
});
