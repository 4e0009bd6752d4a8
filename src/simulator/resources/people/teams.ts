import { listing } from '../../engine/listing.ts';

/** A team and the admins in it, by precedence. */
export interface Team {
  id: string;
  name: string;
  primary_admin_ids: number[];
  secondary_admin_ids: number[];
  assignment_limit: number | null;
  distribution_method: string | null;
}

export const teams = listing({
  name: 'teams',
  one: 'Team',
  ids: { from: 5017600n, step: 40 },
  blank: ({ id }): Team => ({
    id,
    name: `Team ${id}`,
    primary_admin_ids: [],
    secondary_admin_ids: [],
    assignment_limit: null,
    distribution_method: null,
  }),
  json: (_, { primary_admin_ids, secondary_admin_ids, ...plain }) => ({
    type: 'team',
    ...plain,
    admin_ids: [...new Set([...primary_admin_ids, ...secondary_admin_ids])],
    admin_priority_level: { primary_admin_ids, secondary_admin_ids },
  }),
});
