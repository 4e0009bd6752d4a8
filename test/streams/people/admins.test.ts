import { expect, test } from 'vitest';
import { adminRoles } from '../../../src/streams/people/admins.ts';

const rowsOf = (admin: object) => adminRoles.rows({ type: 'admin', id: 5, ...admin }, undefined);

test('an admin with a role is one row, by the ids of both', () => {
  expect(rowsOf({ role: { type: 'role', id: '2', name: 'Manager' } })).toEqual([
    { type: 'role', id: '2', name: 'Manager', admin_id: '5' },
  ]);
});

test.each([[undefined], [null], ['Manager'], [{}], [{ name: 'Manager' }]])('a role of %j makes no row', (role) => {
  expect(rowsOf({ role })).toEqual([]);
});
