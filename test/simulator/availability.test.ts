import { expect, test } from 'vitest';
import { createSimulator } from '../../src/simulator/index.ts';

test("a team's metrics count the conversations assigned to its admins, by their state", () => {
  const { workspace } = createSimulator({ scale: 0 });
  const admin = Number([...workspace.admins.keys()][0]);
  const team = workspace.createTeam({ primary_admin_ids: [admin], secondary_admin_ids: [admin] });
  const states = [
    { state: 'open', waiting_since: 1_700_000_000 },
    { state: 'open', waiting_since: null },
    { state: 'snoozed', waiting_since: null },
    { state: 'closed', waiting_since: null },
  ] as const;
  for (const state of states) {
    const { id } = workspace.createConversation({ contact_ids: [] });
    workspace.updateConversation(id, { admin_assignee_id: admin, ...state });
  }
  expect(workspace.truth('team_metrics')).toEqual([
    { type: 'team_metric', team_id: team.id, admin_id: String(admin), open: 2, idle: 1, snoozed: 1 },
  ]);
});
