import type { OfficeHours } from '../../engine/office-hours.ts';
import type { Team } from '../people/teams.ts';
import { blankStatistics, type Conversation, type Part, type Statistics } from './model.ts';
import { isAdminReply, isAssignment, isContactReply, isOfContact, reopening } from './standing.ts';

interface Around {
  teams: ReadonlyMap<string, Team>;
  hours: OfficeHours;
}

/**
 * The figures of a conversation, computed from its parts. What the reference says of each: those of answers and closes count from the
 * first message of a contact, and leave out the time in which the office is closed.
 */
export function statisticsOf(conversation: Conversation, { teams, hours }: Around): Statistics {
  const { parts, created_at, source } = conversation;
  const contactReplies = parts.filter(isContactReply);
  const start = isOfContact(source) ? created_at : contactReplies[0]?.created_at;
  if (start === undefined) return blankStatistics();

  const counted = parts.filter((part) => part.created_at >= start);
  const assignments = counted.filter(isAssignment);
  const adminReplies = counted.filter(isAdminReply);
  const closes = counted.filter(({ part_type }) => part_type === 'close');
  const at = (part: Part | undefined): number | null => part?.created_at ?? null;
  const worked = (part: Part | undefined): number | null => (part ? hours.between(start, part.created_at) : null);

  const [firstReply, lastClose, lastAssignment] = [adminReplies[0], closes.at(-1), assignments.at(-1)];
  const assigned = assignments.filter((part) => !firstReply || part.created_at <= firstReply.created_at).at(-1);
  const handled = lastClose && handlingTime(assignments, lastClose);
  const team = teams.get(String(conversation.team_assignee_id));
  return {
    ...blankStatistics(),
    time_to_assignment: assigned ? assigned.created_at - start : null,
    time_to_admin_reply: worked(firstReply),
    time_to_first_close: worked(closes[0]),
    time_to_last_close: worked(lastClose),
    median_time_to_reply: medianReplyTime(start, counted, hours),
    first_contact_reply_at: start,
    first_assignment_at: at(assignments[0]),
    first_admin_reply_at: at(firstReply),
    first_close_at: at(closes[0]),
    last_assignment_at: at(lastAssignment),
    last_assignment_admin_reply_at: lastAssignment
      ? at(adminReplies.find((part) => part.created_at >= lastAssignment.created_at))
      : null,
    last_contact_reply_at: at(contactReplies.at(-1)) ?? start,
    last_admin_reply_at: at(adminReplies.at(-1)),
    last_close_at: at(lastClose),
    last_closed_by_id: lastClose?.author.id ?? null,
    count_reopens: counted.filter(({ part_type }) => reopening.includes(part_type)).length,
    count_assignments: assignments.length,
    ...(team ? firstResponses(team, { start, assignments, adminReplies, hours }) : {}),
    handling_time: handled ?? null,
    adjusted_handling_time: handled === undefined ? null : Math.min(handled, adminReplies.length * 240),
  };
}

/** From the first assignment to the last close; 0 where it was closed before anyone was responsible. */
function handlingTime(assignments: readonly Part[], close: Part): number {
  return Math.max(0, close.created_at - (assignments[0]?.created_at ?? close.created_at));
}

interface Responses {
  start: number;
  assignments: readonly Part[];
  adminReplies: readonly Part[];
  hours: OfficeHours;
}

/** How long the team took to its first answer since it became responsible. */
function firstResponses(
  { id, name }: Team,
  { start, assignments, adminReplies, hours }: Responses,
): Partial<Statistics> {
  const toTeam = assignments.find(({ assigned_to }) => assigned_to?.type === 'team' && assigned_to.id === id);
  const since = toTeam?.created_at ?? start;
  const reply = adminReplies.find((part) => part.created_at >= since);
  if (reply === undefined) return {};
  const of = (response_time: number) => [{ team_id: Number(id), team_name: name, response_time }];
  return {
    assigned_team_first_response_time: of(reply.created_at - since),
    assigned_team_first_response_time_in_office_hours: of(hours.between(since, reply.created_at)),
  };
}

/** The upper of the two in the middle, of an even number of answers. */
function medianReplyTime(start: number, parts: readonly Part[], hours: OfficeHours): number | null {
  const times: number[] = [];
  let waitingSince: number | undefined = start;
  for (const part of parts) {
    if (isContactReply(part)) {
      waitingSince ??= part.created_at;
    } else if (isAdminReply(part) && waitingSince !== undefined) {
      times.push(hours.between(waitingSince, part.created_at));
      waitingSince = undefined;
    }
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? null;
}
