/** The feed of contacts' activities, with entries that are not what they should be. */
import { expect, test } from 'vitest';
import { contactGone, contactActivityFeed as feed, leadLeft } from '../../../src/streams/contacts/activities.ts';
import { contactMerges, contacts } from '../../../src/streams/contacts/contacts.ts';
import { scripted } from '../read-context.ts';

const activity = (id: unknown, more: object = {}) => ({
  id,
  event_type: 'contact.deleted',
  contact_id: 'c1',
  created_at: 1_744_153_060,
  ...more,
});

test('an id of another form is told and left out: as a position it would be believed', async () => {
  const odd = [1744153060123, '1744153060123', 'abc', '1744153060123.00e5/../x', '-5.a', null, undefined, { a: 1 }];
  const script = scripted(() => ({
    data: [activity('1744153060123.00e5'), ...odd.map((id) => activity(id)), activity('1744153060124.00e6')],
    pages: { next: null },
  }));
  const entries = [];
  for await (const page of feed.follow(script.context, undefined)) entries.push(...page);
  expect(entries.map(({ id }) => id)).toEqual(['1744153060123.00e5', '1744153060124.00e6']);
  expect(script.logged).toEqual([expect.stringContaining('8 without a valid id')]);
});

test('an id ahead of its time is of that time: what has not settled moves no position', () => {
  expect(feed.timeOf(activity('1744153060123.00e5'))).toBe(1_744_153_060);
  expect(feed.timeOf(activity('4102444800000.00e5'))).toBe(4_102_444_800);
  expect(feed.timeOf(activity('1744153060123.00e5', { created_at: undefined }))).toBe(1_744_153_060);
});

test.each([
  ['by milliseconds', '1744153060123.ff', '1744153060124.00e5'],
  ['by milliseconds of other lengths', '999.ff', '1000.00'],
  ['by the hexadecimal within one', '5000.0000f', '5000.0001a'],
  ['by a longer hexadecimal after all shorter ones', '5000.f', '5000.10'],
  ['not as powers of ten', '1744153060123.00e5', '1744153060123.00e6'],
  ['a moment before the entries of its millisecond', 5000, '5000.0000'],
  ['a moment after the entries of the millisecond before', '4999.ffff', 5000],
  ['moments by time', 999, 1000],
])('positions are ordered %s', (_, a, b) => {
  expect(feed.compare(a, b)).toBeLessThan(0);
  expect(feed.compare(b, a)).toBeGreaterThan(0);
  expect([feed.compare(a, a), feed.compare(b, b)]).toEqual([0, 0]);
});

test('a deletion that does not say when it was, was at the time of its id', () => {
  expect(contactGone(activity('1744153060123.00e5', { created_at: null }))).toMatchObject({
    id: 'c1',
    at: 1_744_153_060,
  });
});

test.each([undefined, null, '', {}, Number.NaN])('an entry that names by %j whose it is deletes no one', (nobody) => {
  expect(contactGone(activity('1.a', { contact_id: nobody }))).toBeUndefined();
  expect(contactGone(activity('1.a', { event_type: 'contact.merged', merge_source_id: nobody }))).toBeUndefined();
  expect(
    leadLeft(activity('1.a', { event_type: 'contact.role_updated', role: 'user', contact_id: nobody })),
  ).toBeUndefined();
});

test('a merge that does not say of whom is none', () => {
  const contact = {
    id: '1',
    updated_at: 5,
    merge_history: [{ merged_at: 3 }, { source_contact_id: '2', merged_at: 4 }, null],
  };
  expect(contacts.tombstonesFromRecord?.(contact)).toEqual([{ id: '2', at: 4, reason: 'merged' }]);
  expect(contactMerges.rows(contact, undefined).map((row) => row.source_contact_id)).toEqual(['2']);
});
