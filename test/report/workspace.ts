/** A simulated workspace whose names are what someone would write who wants a page to do more than to be read. */
import type { Simulator } from '../../src/simulator/index.ts';
import { now, seeded, zone } from '../views/workspace.ts';

export { now, zone };

export const hostile = {
  tag: "<script>document.title = 'changed'</script>",
  team: '"><img src=x onerror="document.title=1">',
  teammate: "</td></table></section><style>*{display:none}</style>'",
  company: '<svg/onload=alert(1)> & "Söhne"',
  level: ']]></text></svg><iframe src="https://example.com">',
};

const day = 86_400;

export function simulated(): Simulator {
  const simulator = seeded();
  const { workspace } = simulator;
  const { conversations, tags, teams, admins, companies } = workspace;
  for (const [i, age] of [0.1, 1.5, 2, 5, 6, 20, 45].entries()) {
    const at = now - Math.round(age * day);
    workspace.createConversation({ created_at: at, waiting_since: at + i, state: i % 3 === 2 ? 'snoozed' : 'open' });
  }
  const all = [...conversations.values()];
  const [first, second] = all.filter(({ team_assignee_id }) => teams.has(String(team_assignee_id)));
  workspace.updateConversation(first!.id, { sla_applied: { sla_name: hostile.level, sla_status: 'missed' } });
  workspace.updateConversation(second!.id, { sla_applied: { sla_name: 'Same day', sla_status: 'active' } });
  workspace.updateTag([...tags.keys()].find((id) => all.some((one) => one.tags.some((tag) => tag.id === id)))!, {
    name: hostile.tag,
  });
  workspace.updateTeam(String(first!.team_assignee_id), { name: hostile.team });
  const assigned = all.find(({ admin_assignee_id }) => admins.has(String(admin_assignee_id)))!;
  workspace.updateAdmin(String(assigned.admin_assignee_id), { name: hostile.teammate });
  workspace.updateCompany(all.find(({ company_id }) => company_id !== null && companies.has(company_id))!.company_id!, {
    name: hostile.company,
  });
  const left = [...admins.keys()].findLast((id) => id !== String(assigned.admin_assignee_id))!;
  workspace.deleteAdmin(left);
  return simulator;
}

/** The teams that conversations are assigned to. */
export const teamsOf = ({ workspace }: Simulator) =>
  [...workspace.teams.values()].filter(({ id }) =>
    [...workspace.conversations.values()].some((one) => String(one.team_assignee_id) === id),
  );
