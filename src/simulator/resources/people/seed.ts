import { createOne } from '../../engine/listing.ts';
import type { Seeding } from '../../engine/seeding.ts';
import { firstNames, lastNames } from '../words.ts';
import { admins } from './admins.ts';
import { teams } from './teams.ts';

const roles = [
  { id: '1', name: 'Support Agent' },
  { id: '2', name: 'Manager' },
];
const namedTeams = [
  { name: 'Frontline', assignment_limit: 10, distribution_method: 'round_robin' },
  { name: 'Billing', assignment_limit: 25, distribution_method: 'load_balanced' },
  { name: 'Engineering 🛠', assignment_limit: null, distribution_method: null },
  { name: 'Empty team', assignment_limit: null, distribution_method: 'round_robin' },
];

/** The admin the token belongs to. */
export function seedFirstAdmin({ store }: Seeding): void {
  createOne(store, admins, {
    name: 'Robin Keeper',
    email: 'robin.keeper@workspace.example',
    job_title: 'Workspace owner',
    avatar: 'https://avatars.example/robin.png',
    role: roles[1]!,
  });
}

/** Seven more admins, and the teams they are in. */
export function seedPeople({ random, store }: Seeding): void {
  for (let i = 0; i < 7; i++) {
    const name = `${firstNames[i * 3]} ${lastNames[i * 2]}`;
    createOne(store, admins, {
      name,
      email: `teammate${i + 1}@workspace.example`,
      job_title: random.pick(['Support', 'Success', 'Engineer']),
      away_mode_enabled: i === 3,
      away_mode_reassign: i === 3,
      away_status_reason_id: i === 3 ? 12_345 : null,
      has_inbox_seat: i !== 6,
      avatar: i % 2 === 0 ? `https://avatars.example/${i}.png` : null,
      role: i % 3 === 2 ? null : random.pick(roles),
    });
  }
  const ids = [...store.get(admins).keys()].map(Number);
  for (const team of namedTeams) {
    const members = team.name === 'Empty team' ? [] : random.sample(ids, 4);
    createOne(store, teams, { ...team, primary_admin_ids: members.slice(0, 3), secondary_admin_ids: members.slice(3) });
  }
}
