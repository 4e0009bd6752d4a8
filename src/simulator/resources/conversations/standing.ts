/** What the parts of a conversation make of it. */
import type { Author, Conversation, ConversationState, Part } from './model.ts';

/** Types of parts after which a conversation is open, and what it was before them. */
export const reopening = ['open', 'assign_and_reopen', 'note_and_reopen'];
const unsnoozing = ['unsnoozed', 'timer_unsnooze', 'assign_and_unsnooze'];

/** Types of parts in which someone says something to the other side. */
const replies = ['comment', 'quick_reply', 'open'];

const aDay = 86_400;

export const isOfContact = ({ author }: { author: Author }): boolean =>
  author.type === 'user' || author.type === 'lead';

/** True for what a contact wrote, also where it opened a closed conversation again. */
export const isContactReply = (part: Part): boolean => isOfContact(part) && replies.includes(part.part_type);

/** True for what a teammate wrote to the contact. */
export const isAdminReply = ({ author, part_type }: Part): boolean =>
  author.type === 'admin' && part_type === 'comment';

/** True where someone came to be responsible. */
export const isAssignment = ({ part_type, assigned_to }: Part): boolean =>
  assigned_to !== null && part_type.includes('assign');

/** How things stand in a conversation: what follows from its parts. */
export type Standing = Pick<
  Conversation,
  | 'state'
  | 'snoozed_until'
  | 'waiting_since'
  | 'read'
  | 'admin_assignee_id'
  | 'team_assignee_id'
  | 'ai_agent_participated'
  | 'ai_agent'
  | 'first_contact_reply'
>;

/** How things stand after one more part. */
export function standingAfter(part: Part, before: Standing): Standing {
  const { author, created_at, assigned_to } = part;
  const state = stateAfter(part, before.state);
  const isReply = isContactReply(part);
  const assigned = isAssignment(part) ? assigned_to : null;
  return {
    state,
    snoozed_until: state === 'snoozed' ? (before.snoozed_until ?? created_at + aDay) : null,
    waiting_since: waitingAfter(part, before, state),
    read: isReply ? false : author.type === 'admin' ? true : before.read,
    admin_assignee_id: assigned?.type === 'admin' ? Number(assigned.id) : before.admin_assignee_id,
    team_assignee_id: assigned?.type === 'team' ? Number(assigned.id) : before.team_assignee_id,
    ai_agent_participated: before.ai_agent_participated || author.from_ai_agent,
    ai_agent: author.from_ai_agent ? aiAgentAfter(part, before) : before.ai_agent,
    first_contact_reply:
      before.first_contact_reply ?? (isReply ? { created_at, type: 'conversation', url: null } : null),
  };
}

function stateAfter(part: Part, before: ConversationState): ConversationState {
  const { part_type } = part;
  if (part_type === 'close') return 'closed';
  if (part_type === 'snoozed') return 'snoozed';
  const opens = reopening.includes(part_type) || unsnoozing.includes(part_type) || isContactReply(part);
  return opens ? 'open' : before;
}

/** Since when the contact waits for an answer, of a teammate or of Fin. */
function waitingAfter(part: Part, before: Standing, state: ConversationState): number | null {
  if (state === 'closed') return null;
  if (isContactReply(part)) return before.waiting_since ?? part.created_at;
  return isAdminReply(part) || part.author.is_ai_answer ? null : before.waiting_since;
}

function aiAgentAfter({ author }: Part, { ai_agent }: Standing): Conversation['ai_agent'] {
  const begun = ai_agent ?? {
    source_type: 'workflow',
    source_title: 'First answer',
    last_answer_type: null,
    resolution_state: null,
    rating: null,
    rating_remark: null,
    created_at: null,
    updated_at: null,
    content_sources: { type: 'content_source.list', total_count: 0, content_sources: [] },
  };
  return author.is_ai_answer ? { ...begun, last_answer_type: 'ai_answer' } : begun;
}
