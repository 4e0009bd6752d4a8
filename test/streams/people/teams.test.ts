import { describe, expect, test } from 'vitest';
import { teamAdmins, teamMetrics } from '../../../src/streams/people/teams.ts';
import { refusal } from '../../intercom/scripted.ts';
import { scripted } from '../read-context.ts';

describe('team_admins', () => {
  const rowsOf = (team: object) => teamAdmins.rows({ type: 'team', id: '7', ...team }, undefined);
  const row = (admin_id: string, priority_level: string | null) => ({ team_id: '7', admin_id, priority_level });

  test('are one row each, with the level where the team says it', () => {
    const admin_priority_level = { primary_admin_ids: [1], secondary_admin_ids: [2] };
    expect(rowsOf({ admin_ids: [1, 2, 3], admin_priority_level })).toEqual([
      row('1', 'primary'),
      row('2', 'secondary'),
      row('3', null),
    ]);
  });

  test('have the ids as text, whether they come as numbers or as text', () => {
    expect(rowsOf({ admin_ids: ['1', 2] })).toEqual([row('1', null), row('2', null)]);
  });

  test('come once where an admin is in several lists, the first level counting', () => {
    const admin_priority_level = { primary_admin_ids: [1], secondary_admin_ids: [1, 4] };
    expect(rowsOf({ admin_ids: [1], admin_priority_level })).toEqual([row('1', 'primary'), row('4', 'secondary')]);
  });

  test('are those of the lists that are there; without the list of all they are not the whole set', () => {
    expect(rowsOf({ admin_ids: null, admin_priority_level: null })).toEqual([]);
    expect(rowsOf({ admin_priority_level: { primary_admin_ids: null, secondary_admin_ids: [2] } })).toEqual([
      row('2', 'secondary'),
    ]);
    expect(teamAdmins.truncated?.({ id: '7', admin_ids: null }, undefined)).toBe(true);
    expect(teamAdmins.truncated?.({ id: '7', admin_ids: [] }, undefined)).toBe(false);
  });
});

describe('team_metrics', () => {
  const team = { type: 'team', id: '7' };

  test('are asked for by team, and carry its id', async () => {
    const metric = { type: 'team_metric', admin_id: 12, open: 5, idle: 2, snoozed: 1 };
    const script = scripted(() => ({ type: 'team_metric.list', data: [metric] }));
    const detail = await teamMetrics.detail?.fetch(script.context, team);
    expect(script.requests).toEqual(['GET /teams/7/metrics']);
    expect(teamMetrics.rows(team, detail)).toEqual([{ ...metric, admin_id: '12', team_id: '7' }]);
  });

  test('of a team that has gone are none that are known', async () => {
    const script = scripted(() => refusal(404, 'team_not_found'));
    expect(await teamMetrics.detail?.fetch(script.context, team)).toBeUndefined();
  });

  test("fail where the workspace's plan lacks them", async () => {
    const script = scripted(() => refusal(403, 'api_plan_restricted'));
    await expect(teamMetrics.detail?.fetch(script.context, team)).rejects.toMatchObject({ code: 'plan_restricted' });
  });
});
