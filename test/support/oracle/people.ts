import { asListed, type Oracle } from './oracle.ts';

export const people: Record<string, Oracle> = {
  admins: { rows: asListed('admins') },
  teams: { rows: asListed('teams') },
};
