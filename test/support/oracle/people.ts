import { adminExceptions } from './contract.ts';
import { asListed, type Oracle } from './oracle.ts';

export const people: Record<string, Oracle> = {
  admins: {
    contract: { schema: 'admin', exceptions: adminExceptions },
    asks: ['GET /admins'],
    asksById: '/admins/:id',
    rows: asListed('admins'),
  },
  teams: { contract: { schema: 'team' }, asks: ['GET /teams'], asksById: '/teams/:id', rows: asListed('teams') },
};
