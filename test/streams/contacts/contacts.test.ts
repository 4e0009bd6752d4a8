import { expect, test } from 'vitest';
import { contacts, leads, users } from '../../../src/streams/contacts/contacts.ts';

test('contacts, users and leads are one scan', () => {
  expect(users.scan).toBe(contacts.scan);
  expect(leads.scan).toBe(contacts.scan);
});

test('a contact is of the stream of its role, and a visitor of neither', () => {
  const streamsOf = (role: string) =>
    [users, leads].filter(({ only }) => only?.matches({ role })).map(({ name }) => name);
  expect(streamsOf('user')).toEqual(['users']);
  expect(streamsOf('lead')).toEqual(['leads']);
  expect(streamsOf('visitor')).toEqual([]);
  expect(contacts.only).toBeUndefined();
});

test.each([
  [users, 'user'],
  [leads, 'lead'],
])('the search is asked for the same role', ({ only }, value) => {
  expect(only?.filter).toEqual({ field: 'role', operator: '=', value });
});
