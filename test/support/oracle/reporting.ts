/** The reports of the simulator, as rows of streams that the workspace names itself. */
import type { Row } from '../../../src/core/events.ts';
import type { Workspace } from '../../../src/simulator/index.ts';
import type { Contract } from './contract.ts';
import type { Oracle } from './oracle.ts';

const contract: Contract = { undocumented: 'which columns a dataset has the workspace says' };

const asks = [
  'GET /export/reporting_data/get_datasets',
  'POST /export/reporting_data/enqueue',
  'GET /export/reporting_data/:id',
  'GET /download/reporting_data/:id',
];

const unmentioned = 'no export tells that a row is gone';

const orNull = (text: string | null | undefined) => text || null;
const adminOf = ({ admins }: Workspace, id: string | null) => (id === null ? null : (admins.get(id)?.name ?? null));

function conversations(workspace: Workspace): Row[] {
  const { contacts, companies, teams, tags } = workspace;
  return [...workspace.conversations.values()].map((one) => ({
    conversation_id: one.id,
    conversation_started_at: one.created_at,
    conversation_last_closed_at: one.statistics.last_close_at,
    channel: one.source.type,
    current_conversation_state: one.state,
    currently_assigned_team_id: teams.get(String(one.team_assignee_id))?.name ?? 'Unassigned',
    currently_assigned_teammate_id: adminOf(workspace, String(one.admin_assignee_id)),
    first_response_time: one.statistics.time_to_admin_reply,
    conversation_tag_ids: orNull(one.tags.map(({ id }) => tags.get(id)!.name).join(', ')),
    subject: orNull(one.source.body),
    people_region: orNull(contacts.get(one.contact_ids[0] ?? '')?.location.region),
    company_region: companies.get(one.company_id ?? '')?.custom_attributes.region ?? null,
  }));
}

const calls = (workspace: Workspace): Row[] =>
  [...workspace.calls.values()].map((call) => ({
    call_id: call.id,
    conversation_id: call.conversation_id,
    call_initiated_at: call.initiated_at,
    call_direction: call.direction,
    call_state: call.state,
    call_talk_time: call.answered_at === undefined ? null : call.ended_at - call.answered_at,
    call_teammate_id: adminOf(workspace, call.admin_id),
  }));

function ratings(workspace: Workspace): Row[] {
  const rated = [...workspace.conversations.values()].filter(({ conversation_rating: rating }) => rating !== null);
  return rated.map(({ id, conversation_rating }, i) => {
    const { created_at, rating, remark, teammate } = conversation_rating!;
    return {
      _row_number: i + 1,
      conversation_id: id,
      rating_sent_at: created_at,
      conversation_rating: String(rating),
      conversation_rating_remark: orNull(remark),
      rated_teammate_id: teammate?.type === 'admin' ? adminOf(workspace, teammate.id) : null,
    };
  });
}

export const reporting: Record<string, Oracle> = {
  reporting_conversation: { contract, asks, rows: conversations, unmentioned },
  reporting_call: { contract, asks, rows: calls, unmentioned },
  reporting_conversation_rating_sent: { contract, asks, rows: ratings },
};
