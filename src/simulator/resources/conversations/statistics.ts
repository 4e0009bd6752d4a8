import type { Team } from '../people/teams.ts';
import { blankStatistics, type Conversation, type Part, type Statistics } from './model.ts';

/** The figures of a conversation, computed from its parts. Office hours are all hours here. */
export function statisticsOf(conversation: Conversation, teams: ReadonlyMap<string, Team>): Statistics {
  const { parts, created_at: start } = conversation;
  const of = (type: string) => parts.filter((part) => part.part_type === type);
  const by = (...types: string[]) =>
    parts.filter((part) => part.part_type === 'comment' && types.includes(part.author.type));
  const [assignments, closes, reopens] = [of('assignment'), of('close'), of('open')];
  const [adminReplies, contactReplies] = [by('admin'), by('user', 'lead')];
  const since = (part: Part | undefined): number | null => (part ? Math.max(0, part.created_at - start) : null);
  const at = (part: Part | undefined): number | null => part?.created_at ?? null;

  const lastAssignment = assignments.at(-1);
  const firstAdminReply = adminReplies[0];
  const beganByContact = conversation.source.author.type === 'user' || conversation.source.author.type === 'lead';
  const team = teams.get(String(conversation.team_assignee_id));
  const response = since(firstAdminReply);
  const responses =
    team && response !== null ? [{ team_id: Number(team.id), team_name: team.name, response_time: response }] : [];

  return {
    ...blankStatistics(),
    time_to_assignment: since(
      assignments.filter((part) => !firstAdminReply || part.created_at <= firstAdminReply.created_at).at(-1),
    ),
    time_to_admin_reply: response,
    time_to_first_close: since(closes[0]),
    time_to_last_close: since(closes.at(-1)),
    median_time_to_reply: medianReplyTime(parts),
    first_contact_reply_at: beganByContact ? start : at(contactReplies[0]),
    first_assignment_at: at(assignments[0]),
    first_admin_reply_at: at(firstAdminReply),
    first_close_at: at(closes[0]),
    last_assignment_at: at(lastAssignment),
    last_assignment_admin_reply_at: lastAssignment
      ? at(adminReplies.find((part) => part.created_at >= lastAssignment.created_at))
      : null,
    last_contact_reply_at: at(contactReplies.at(-1)) ?? (beganByContact ? start : null),
    last_admin_reply_at: at(adminReplies.at(-1)),
    last_close_at: at(closes.at(-1)),
    last_closed_by_id: closes.at(-1)?.author.id ?? null,
    count_reopens: reopens.length,
    count_assignments: assignments.length,
    assigned_team_first_response_time: responses,
    assigned_team_first_response_time_in_office_hours: responses,
    handling_time: since(closes.at(-1)),
    adjusted_handling_time: closes.length > 0 ? Math.floor((since(closes.at(-1)) ?? 0) * 0.8) : null,
  };
}

function medianReplyTime(parts: readonly Part[]): number | null {
  const times: number[] = [];
  let waitingSince: number | undefined;
  for (const part of parts) {
    if (part.part_type !== 'comment') continue;
    if (part.author.type === 'user' || part.author.type === 'lead') {
      waitingSince ??= part.created_at;
    } else if (part.author.type === 'admin' && waitingSince !== undefined) {
      times.push(Math.max(0, part.created_at - waitingSince));
      waitingSince = undefined;
    }
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? null;
}
