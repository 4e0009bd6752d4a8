/** What people are told as streams start: nothing where all is as usual, else one line each, in this order. */
import { expect, test } from 'vitest';
import type { StreamState } from '../../src/core/events.ts';
import { noticesOf } from '../../src/engine/notices.ts';
import { startRun } from '../../src/engine/start-run.ts';
import { withheldOf } from '../../src/engine/stream-run.ts';
import { conversations } from '../../src/streams/conversations/conversations.ts';
import { incremental, streamOver } from './streams.ts';
import { createWorld, searchScan } from './world.ts';

const things = streamOver(searchScan(createWorld([])));
const times = { start: 0, lookback: 0, settling: 0 };
const begin = (state?: StreamState) => startRun(things, incremental(things), state, { times });

test('a stream that starts, or goes on, as usual is told nothing of', () => {
  expect(noticesOf([begin(), begin({ updated_at: 5 })])).toEqual([]);
});

test('what is read again, what an earlier start date asks for, and what can’t be read', () => {
  const withheld = { updated_at: 9, [withheldOf(conversations)!.key]: true };
  const again = startRun(conversations, incremental(conversations), withheld, { times, isGranted: true });
  const earlier = begin({ updated_at: 9, since: 6 });
  const short = begin({ updated_at: 9, shortfalls: [[1, 3, 10, 12, 2]] });
  const shortOnce = begin({ updated_at: 9, shortfalls: [[1, 3, 10, 12, 1]] });
  const openEnded = begin({ updated_at: 9, shortfalls: [[1, null, 10, 11, 2]] });
  const notices = noticesOf([openEnded, shortOnce, short, earlier, again]);
  expect(notices.map(({ level, message }) => [level, message])).toEqual([
    ['info', expect.stringMatching(/^conversations: read from the start, since /)],
    [
      'info',
      'things: an earlier start date had left out what last changed before 1970-01-01T00:00:06Z; it is read now.',
    ],
    [
      'warn',
      'things: 1 of what changed from 1970-01-01T00:00:01Z on could never be read: Intercom counts it, but does not give it.',
    ],
    [
      'warn',
      'things: 2 of what changed between 1970-01-01T00:00:01Z and 1970-01-01T00:00:03Z could never be read: Intercom counts it, but does not give it.',
    ],
  ]);
});
