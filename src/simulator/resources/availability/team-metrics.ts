import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import type { Conversation } from '../conversations/model.ts';
import { conversations } from '../conversations/tables.ts';
import type { Team } from '../people/teams.ts';

/**
 * How many conversations each admin of a team has. Idle is what waits for an answer, however long: a number that moved with the clock
 * could be compared with nothing.
 */
export function teamMetricsJson(store: Store, { primary_admin_ids, secondary_admin_ids }: Team): JsonObject[] {
  const all = [...store.get(conversations).all.values()];
  return [...new Set([...primary_admin_ids, ...secondary_admin_ids])].map((admin) => {
    const count = (counts: (one: Conversation) => boolean): number =>
      all.filter((one) => one.admin_assignee_id === admin && counts(one)).length;
    return {
      type: 'team_metric',
      admin_id: String(admin),
      open: count(({ state }) => state === 'open'),
      idle: count(({ state, waiting_since }) => state === 'open' && waiting_since !== null),
      snoozed: count(({ state }) => state === 'snoozed'),
    };
  });
}
