import { expect, test } from 'vitest';
import { adminRoles, admins } from '../../../src/streams/people/admins.ts';

const rowsOf = (admin: object) => adminRoles.rows({ type: 'admin', id: 5, ...admin }, undefined);

test('an admin with a role is one row, by the ids of both', () => {
  expect(rowsOf({ role: { type: 'role', id: '2', name: 'Manager' } })).toEqual([
    { type: 'role', id: '2', name: 'Manager', admin_id: '5' },
  ]);
});

test.each([[undefined], [null], ['Manager'], [{}], [{ name: 'Manager' }]])('a role of %j makes no row', (role) => {
  expect(rowsOf({ role })).toEqual([]);
});

test.each([
  ['https://a.example/1.png', { type: 'avatar', image_url: 'https://a.example/1.png' }],
  [
    { type: 'avatar', image_url: 'https://a.example/1.png' },
    { type: 'avatar', image_url: 'https://a.example/1.png' },
  ],
  [null, null],
])('a picture of %j is %j', (avatar, told) => {
  const admin = { type: 'admin', id: '5', name: 'Ada' };
  expect(admins.rows({ ...admin, avatar }, undefined)).toEqual([{ ...admin, avatar: told }]);
});

test('an admin whose picture was not given has none', () => {
  expect(admins.rows({ type: 'admin', id: '5' }, undefined)).toEqual([{ type: 'admin', id: '5' }]);
});
