import { describe, expect, test } from 'vitest';
import { createTrail, itemsOf, nextCursor } from '../../../src/intercom/readers/paging.ts';

describe('the items of a page', () => {
  test('are a list, an empty one included', () => {
    expect(itemsOf({ data: [{ id: '1' }] }, 'data', '/tags')).toEqual([{ id: '1' }]);
    expect(itemsOf({ data: [] }, 'data', '/tags')).toEqual([]);
  });

  test.each([{}, { data: null }, { data: { id: '1' } }, { contacts: [] }])(
    'are never taken for empty where they are missing: %j',
    (body) => {
      expect(() => itemsOf(body, 'data', '/tags')).toThrow(expect.objectContaining({ code: 'request_refused' }));
      expect(() => itemsOf(body, 'data', '/tags')).toThrow('/tags');
    },
  );
});

describe('the next page’s cursor', () => {
  test.each([
    [{ pages: { next: { starting_after: 'abc' } } }, 'abc'],
    [{ pages: { next: { starting_after: 17 } } }, '17'],
    [{ pages: { next: 'https://api.intercom.io/contacts?per_page=5&starting_after=a%2Bb%3D' } }, 'a+b='],
    [{ pages: { next: 'https://evil.example/?starting_after=abc' } }, 'abc'],
    [{ pages: { next: '?starting_after=abc' } }, 'abc'],
    [{ pages: { next: null } }, undefined],
    [{ pages: { next: {} } }, undefined],
    [{ pages: { next: { starting_after: null } } }, undefined],
    [{ pages: { next: { starting_after: '' } } }, undefined],
    [{ pages: { next: 'https://api.intercom.io/contacts?page=2' } }, undefined],
    [{ pages: {} }, undefined],
    [{ pages: null }, undefined],
    [{}, undefined],
  ])('%j', (body, cursor) => expect(nextCursor(body)).toBe(cursor));

  test('is not guessed from something else', () => {
    expect(() => nextCursor({ pages: { next: { starting_after: { id: 1 } } } })).toThrow(
      expect.objectContaining({ code: 'request_refused' }),
    );
  });
});

describe('paging', () => {
  const stuck = expect.objectContaining({ code: 'paging_stuck' });

  test('is stuck where a page names itself as the next one', () => {
    const trail = createTrail('/contacts');
    trail(undefined);
    trail('a');
    expect(() => trail('a')).toThrow(stuck);
  });

  test('goes on where each page names another one, up to the one that names none', () => {
    const trail = createTrail('/contacts');
    for (const cursor of [undefined, 'a', 'b', undefined]) expect(() => trail(cursor)).not.toThrow();
  });

  test('is stuck where pages name each other in turn, however many they are', () => {
    const trail = createTrail('/contacts');
    for (let i = 0; i < 1000; i++) trail(`cursor ${i}`);
    expect(() => trail('cursor 17')).toThrow(stuck);
  });
});
