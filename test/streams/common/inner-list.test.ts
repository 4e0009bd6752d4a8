/** Lists inside of records: what can be used of them, and when they are a whole set, by which a loader may take rows away. */
import { expect, test } from 'vitest';
import { innerList } from '../../../src/streams/common/inner-list.ts';

const [a, b] = [{ id: '1' }, { id: 2 }];

test.each([
  ['a list', { data: [a, b] }, [a, b], true],
  ['an empty list', { data: [] }, [], true],
  ['as many as are counted', { data: [a, b], total_count: 2, has_more: false }, [a, b], true],
  ['fewer than are counted', { data: [a, b], total_count: 3 }, [a, b], false],
  ['a list that goes on', { data: [a, b], total_count: 2, has_more: true }, [a, b], false],
  ['an item without an id', { data: [a, { name: 'x' }, { id: '' }, { id: null }] }, [a], false],
  ['items that are none', { data: [null, a, 7, 'x', [b]] }, [a], false],
  ['a list under the other name', { others: [b] }, [b], true],
  ['lists under both names', { data: [a], others: [b] }, [a, b], true],
  ['no list', { data: null, total_count: 0 }, [], false],
  ['an empty object', {}, [], false],
  ['null', null, [], false],
  ['nothing', undefined, [], false],
  ['a list without an object around it', [a], [], false],
])('%s', (_, holder, items, isWhole) => {
  expect(innerList(holder, 'data', 'others')).toEqual({ items, isWhole });
});
