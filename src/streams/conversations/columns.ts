/** The columns of a conversation as search gives it, which is without its parts. */
import {
  bool,
  type Column,
  type Columns,
  described,
  epoch,
  int,
  intReference,
  list,
  number,
  object,
  text,
  textReference,
} from '../../core/columns/columns.ts';
import { attachment } from '../common/attachment.ts';
import { authorColumns } from '../common/author.ts';
import { companyColumns } from '../common/company.ts';
import { deletionColumns } from '../common/deletion.ts';
import { emailMetadataColumns } from '../common/email-metadata.ts';
import { linkedObjects } from '../common/linked-objects.ts';
import { contactReference, reference } from '../common/reference.ts';
import { tagColumns } from '../common/tag.ts';

const rating = object({
  rating: described(int, '1 to 5.'),
  remark: text,
  created_at: epoch,
  updated_at: epoch,
  contact: contactReference,
  teammate: reference,
});

const source = object({
  type: text,
  id: text,
  delivered_as: text,
  subject: text,
  body: text,
  url: text,
  redacted: bool,
  author: object(authorColumns),
  attachments: list(attachment),
  recipients: list(object({ type: text, email: text, drop_reason: text })),
  reply_to: list(object({ email: text, name: text })),
  email_message_metadata: object({ ...emailMetadataColumns, history: text }),
});

const seconds = described(int, 'Seconds.');
const responseTimes = list(object({ team_id: int, team_name: text, response_time: seconds }));

const statistics = object({
  type: text,
  time_to_assignment: seconds,
  time_to_admin_reply: seconds,
  time_to_first_close: seconds,
  time_to_last_close: seconds,
  median_time_to_reply: seconds,
  first_contact_reply_at: epoch,
  first_assignment_at: epoch,
  first_admin_reply_at: epoch,
  first_close_at: epoch,
  last_assignment_at: epoch,
  last_assignment_admin_reply_at: epoch,
  last_contact_reply_at: epoch,
  last_admin_reply_at: epoch,
  last_close_at: epoch,
  last_closed_by_id: text,
  count_reopens: int,
  count_assignments: int,
  count_conversation_parts: int,
  assigned_team_first_response_time: responseTimes,
  assigned_team_first_response_time_in_office_hours: responseTimes,
  handling_time: seconds,
  adjusted_handling_time: seconds,
});

const aiAgent = object({
  source_type: text,
  source_title: text,
  last_answer_type: text,
  resolution_state: text,
  rating: described(int, '1 to 5.'),
  rating_remark: text,
  created_at: epoch,
  updated_at: epoch,
  content_sources: object({
    type: text,
    total_count: int,
    content_sources: list(object({ content_type: text, url: text, title: text, locale: text })),
  }),
});

const aiTopics = object({
  type: text,
  topics: list(object({ type: text, topic_name: text, subtopics: list(object({ type: text, id: text, name: text })) })),
});

export const topicColumns: Columns = { type: text, id: text, name: text };

export const monitorEvaluationColumns: Columns = {
  monitor_id: text,
  monitor_name: text,
  monitor_type: text,
  result: text,
  explanation: text,
  evaluated_at: epoch,
};

export const scorecardColumns: Columns = {
  scorecard_id: text,
  scorecard_version_id: textReference,
  name: text,
  scorecard_type: text,
  passed: bool,
  score: number,
  ai_score: number,
  evaluated_at: epoch,
  reviewed_teammate: object({ type: text, admin_id: text }),
  evaluators: list(
    object({
      evaluator_id: text,
      result: object({ value: text, source: text, reasoning: text, reason_ids: list(text), other_text: text }),
    }),
  ),
};

const onlyIfAsked = 'Only in answers asked for it.';

const assignee = (kind: string): Column =>
  described(intReference, `The ${kind} it is assigned to; 0 or null where none.`);

export const conversationColumns: Columns = {
  type: text,
  id: text,
  title: text,
  created_at: epoch,
  updated_at: epoch,
  waiting_since: epoch,
  snoozed_until: epoch,
  open: bool,
  state: text,
  read: bool,
  priority: text,
  admin_assignee_id: assignee('admin'),
  team_assignee_id: assignee('team'),
  company: object(companyColumns),
  contacts: object({ type: text, contacts: list(contactReference) }),
  // On the wire the teammates are in `admins`; the reference puts them in `teammates`.
  teammates: object({ type: text, admins: list(reference), teammates: list(reference) }),
  tags: object({ type: text, tags: list(object(tagColumns)) }),
  topics: object({ type: text, topics: list(object(topicColumns)), total_count: int }),
  ai_topics: aiTopics,
  source,
  first_contact_reply: object({ created_at: epoch, type: text, url: text }),
  conversation_rating: rating,
  sla_applied: object({ type: text, sla_name: text, sla_status: text }),
  statistics,
  linked_objects: linkedObjects,
  // Always null in the reference, which gives it no shape.
  ticket: object({}),
  ai_agent_participated: bool,
  ai_agent: aiAgent,
  sales_agent_participated: bool,
  sales_agent: object({ outcome: text, routing_outcome: text, collected_data: object({}) }),
  channel: object({ initial: text, current: text }),
  external_references: list(object({ type: text, id: text })),
  monitor_evaluations: described(list(object(monitorEvaluationColumns)), onlyIfAsked),
  scorecards: described(list(object(scorecardColumns)), onlyIfAsked),
  custom_attributes: object({}),
  ...deletionColumns,
};
