import type { Json, JsonObject } from '../../engine/json.ts';
import type { AppliedTag } from '../contacts/model.ts';

/** Who wrote a message. */
export type Author = {
  type: 'admin' | 'user' | 'lead' | 'bot' | 'team';
  id: string;
  name: string | null;
  email: string;
};

/** One part of a conversation. Times in seconds. */
export interface Part {
  id: string;
  part_type: string;
  body: string | null;
  created_at: number;
  updated_at: number;
  notified_at: number;
  assigned_to: { type: 'admin' | 'team'; id: string } | null;
  author: Author & { from_ai_agent: boolean; is_ai_answer: boolean };
  attachments: JsonObject[];
  external_id: string | null;
  redacted: boolean;
  email_message_metadata: JsonObject | null;
  metadata: JsonObject | null;
  state: ConversationState;
  tag_ids: string[];
  event_details: JsonObject | null;
  app_package_code: string | null;
}

export type ConversationState = 'open' | 'closed' | 'snoozed';

/** The figures Intercom keeps of a conversation; null where it has not happened. */
export interface Statistics {
  time_to_assignment: number | null;
  time_to_admin_reply: number | null;
  time_to_first_close: number | null;
  time_to_last_close: number | null;
  median_time_to_reply: number | null;
  first_contact_reply_at: number | null;
  first_assignment_at: number | null;
  first_admin_reply_at: number | null;
  first_close_at: number | null;
  last_assignment_at: number | null;
  last_assignment_admin_reply_at: number | null;
  last_contact_reply_at: number | null;
  last_admin_reply_at: number | null;
  last_close_at: number | null;
  last_closed_by_id: string | null;
  count_reopens: number;
  count_assignments: number;
  assigned_team_first_response_time: { team_id: number; team_name: string; response_time: number }[];
  assigned_team_first_response_time_in_office_hours: { team_id: number; team_name: string; response_time: number }[];
  handling_time: number | null;
  adjusted_handling_time: number | null;
}

/** The message that began the conversation. */
export interface Source {
  type: string;
  id: string | null;
  delivered_as: string;
  subject: string;
  body: string;
  author: Author;
  attachments: JsonObject[];
  url: string | null;
  redacted: boolean;
  recipients: JsonObject[] | null;
  reply_to: JsonObject[] | null;
  email_message_metadata: JsonObject | undefined;
}

/** A conversation as stored, with all its parts, also those beyond the 500 the API gives. Times in seconds. */
export interface Conversation {
  id: string;
  title: string | null;
  /** Whether it is a ticket, which its answer does not say: the reference shows `ticket: null` at most. */
  is_ticket: boolean;
  created_at: number;
  updated_at: number;
  waiting_since: number | null;
  snoozed_until: number | null;
  state: ConversationState;
  read: boolean;
  priority: 'none' | 'low' | 'medium' | 'high' | 'urgent';
  /** 0 when nobody is assigned. */
  admin_assignee_id: number;
  team_assignee_id: number;
  company_id: string | null;
  tags: AppliedTag[];
  conversation_rating: Rating | null;
  source: Source;
  contact_ids: string[];
  custom_attributes: Record<string, Json>;
  first_contact_reply: { created_at: number; type: string; url: string | null } | null;
  sla_applied: { sla_name: string; sla_status: 'hit' | 'missed' | 'cancelled' | 'active' } | null;
  statistics: Statistics;
  linked_objects: { type: 'ticket' | 'conversation'; id: string; category: string | null }[];
  ai_agent_participated: boolean;
  ai_agent: JsonObject | null;
  sales_agent_participated: boolean;
  sales_agent: JsonObject | null;
  channel: { initial: string | null; current: string | null } | null;
  external_references: { type: string; id: string }[];
  monitor_evaluations: JsonObject[];
  scorecards: JsonObject[];
  topics: { id: string; name: string }[];
  parts: Part[];
}

/** One that is snoozed is open, as the reference shows it. */
export const isOpen = ({ state }: Conversation): boolean => state !== 'closed';

/** How a contact rated the help given. */
export interface Rating {
  rating: number;
  remark: string | null;
  created_at: number;
  updated_at: number;
  contact_id: string;
  teammate: { type: 'admin' | 'workflow'; id: string } | null;
}

/** What remains of a deleted conversation. */
export interface DeletedConversation {
  id: string;
  metrics_retained: boolean;
  deleted_at: number;
}

/** A conversation in which nothing has happened yet. */
export function blankConversation(id: string, now: number, source: Source): Conversation {
  return {
    id,
    title: null,
    is_ticket: false,
    created_at: now,
    updated_at: now,
    waiting_since: null,
    snoozed_until: null,
    state: 'open',
    read: false,
    priority: 'none',
    admin_assignee_id: 0,
    team_assignee_id: 0,
    company_id: null,
    tags: [],
    conversation_rating: null,
    source,
    contact_ids: [],
    custom_attributes: {},
    first_contact_reply: null,
    sla_applied: null,
    statistics: blankStatistics(),
    linked_objects: [],
    ai_agent_participated: false,
    ai_agent: null,
    sales_agent_participated: false,
    sales_agent: null,
    channel: null,
    external_references: [],
    monitor_evaluations: [],
    scorecards: [],
    topics: [],
    parts: [],
  };
}

/** The figures of a conversation in which nothing has happened yet. */
export function blankStatistics(): Statistics {
  return {
    time_to_assignment: null,
    time_to_admin_reply: null,
    time_to_first_close: null,
    time_to_last_close: null,
    median_time_to_reply: null,
    first_contact_reply_at: null,
    first_assignment_at: null,
    first_admin_reply_at: null,
    first_close_at: null,
    last_assignment_at: null,
    last_assignment_admin_reply_at: null,
    last_contact_reply_at: null,
    last_admin_reply_at: null,
    last_close_at: null,
    last_closed_by_id: null,
    count_reopens: 0,
    count_assignments: 0,
    assigned_team_first_response_time: [],
    assigned_team_first_response_time_in_office_hours: [],
    handling_time: null,
    adjusted_handling_time: null,
  };
}
