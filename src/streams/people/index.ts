import type { Family } from '../stream.ts';
import { admins } from './admins.ts';
import { teams } from './teams.ts';

export const peopleFamily: Family = {
  name: 'people',
  title: 'Teammates',
  streams: [admins, teams],
};
