/** Which of several positions in a feed counts. */
import { describe, expect, test } from 'vitest';
import { earliest, later } from '../../src/engine/feed-position.ts';
import { contactActivityFeed as feed } from '../../src/streams/contacts/activities.ts';

const [first, second, third] = ['5000.0000f', '5000.0001a', '5001.0'];

describe('the earliest of positions', () => {
  test.each([[[first, second, third]], [[third, first, second]], [[second, third, first]]])(
    'is found wherever it stands: %j',
    (positions) => expect(earliest(feed, positions)).toBe(first),
  );

  test.each([[[undefined, first]], [[first, undefined]], [[second, undefined, first]]])(
    'is the beginning where one of them is: %j',
    (positions) => expect(earliest(feed, positions)).toBeUndefined(),
  );
});

describe('the later of two positions', () => {
  test('is the one that the feed puts behind the other', () => {
    expect(later(feed, first, second)).toBe(second);
    expect(later(feed, second, first)).toBe(second);
  });

  test('is the only one there is', () => expect(later(feed, undefined, first)).toBe(first));
});
