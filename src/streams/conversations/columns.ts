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
  remark: described(text, 'What the contact wrote.'),
  created_at: epoch,
  updated_at: epoch,
  contact: contactReference,
  teammate: described(reference, 'Whom it rates: an admin or a workflow, by type.'),
});

const source = object({
  type: text,
  id: text,
  delivered_as: described(
    text,
    'How it was begun, such as customer_initiated, operator_initiated, automated or admin_initiated.',
  ),
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
const responseTimes = list(
  object({ team_id: described(int, 'The id of teams, as a number.'), team_name: text, response_time: seconds }),
);

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
  last_closed_by_id: described(text, 'The id of admins; of a bot it joins none.'),
  count_reopens: int,
  count_assignments: int,
  count_conversation_parts: int,
  assigned_team_first_response_time: responseTimes,
  assigned_team_first_response_time_in_office_hours: responseTimes,
  handling_time: seconds,
  adjusted_handling_time: seconds,
});

const aiAgent = object({
  source_type: described(text, 'essentials_plan_setup, profile, workflow, workflow_preview or fin_preview.'),
  source_title: text,
  last_answer_type: described(text, 'ai_answer or custom_answer; null where Fin gave no answer.'),
  resolution_state: described(
    text,
    'assumed_resolution, confirmed_resolution, escalated, negative_feedback or procedure_handoff; null where Fin gave no answer.',
  ),
  rating: described(int, '1 to 5.'),
  rating_remark: text,
  created_at: epoch,
  updated_at: epoch,
  content_sources: object({
    type: text,
    total_count: int,
    content_sources: list(
      object({
        content_type: text,
        url: text,
        title: text,
        locale: text,
      }),
    ),
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
  monitor_type: described(text, 'Of which sort the monitor is.'),
  result: text,
  explanation: described(text, 'Why, in words.'),
  evaluated_at: epoch,
};

export const scorecardColumns: Columns = {
  scorecard_id: text,
  scorecard_version_id: described(textReference, 'The version of the scorecard; no table has them.'),
  name: text,
  scorecard_type: text,
  passed: described(bool, 'Null where it is not scored yet.'),
  score: number,
  ai_score: described(number, 'What the AI gave.'),
  evaluated_at: epoch,
  reviewed_teammate: described(object({ type: text, admin_id: text }), 'The admin whose work it is: the id of admins.'),
  evaluators: list(
    object({
      evaluator_id: text,
      result: object({
        value: text,
        source: text,
        reasoning: text,
        reason_ids: list(text),
        other_text: text,
      }),
    }),
  ),
};

const onlyIfAsked = 'Only in answers asked for it.';

const assignee = (kind: string): Column =>
  described(
    intReference,
    `The id of ${kind}s: to whom it is assigned. In tables null where to no one, in records 0 or null.`,
  );

export const conversationColumns: Columns = {
  type: text,
  id: text,
  title: described(text, 'Null where no one gave one: see source for the subject.'),
  created_at: epoch,
  updated_at: epoch,
  waiting_since: described(epoch, 'Since when a contact waits for an answer; null where a teammate wrote last.'),
  snoozed_until: described(epoch, 'Null where it is not snoozed.'),
  open: described(bool, 'True while it is not closed, snoozed ones included: see state.'),
  state: described(text, 'open, closed or snoozed.'),
  read: described(bool, 'Whether it has been read; the reference does not say by whom.'),
  priority: described(text, 'none, low, medium, high or urgent.'),
  admin_assignee_id: assignee('admin'),
  team_assignee_id: assignee('team'),
  company: described(
    object(companyColumns),
    'The company that it is about, with its fields: the id in it is the id of companies; null where there is none.',
  ),
  contacts: described(
    object({ type: text, contacts: list(contactReference) }),
    'conversation_contacts has a row each.',
  ),
  // On the wire the teammates are in `admins`; the reference puts them in `teammates`.
  teammates: described(
    object({ type: text, admins: list(reference), teammates: list(reference) }),
    'conversation_teammates has a row each.',
  ),
  tags: described(
    object({ type: text, tags: list(object(tagColumns)) }),
    'conversation_tags has a row each; those on its parts are in conversation_part_tags.',
  ),
  topics: described(
    object({ type: text, topics: list(object(topicColumns)), total_count: int }),
    'conversation_topics has a row each.',
  ),
  ai_topics: described(aiTopics, 'What Intercom took it to be about.'),
  source: described(source, 'The message that began it, which is no row of conversation_parts; type is the channel.'),
  first_contact_reply: described(
    object({ created_at: epoch, type: text, url: text }),
    'The first message of a contact after the source.',
  ),
  conversation_rating: described(
    rating,
    'How the contact rated the help: rating in it is null, or all of it, where no rating was given.',
  ),
  sla_applied: described(
    object({ type: text, sla_name: text, sla_status: described(text, 'hit, missed, cancelled or active.') }),
    'The promise that holds: sla_status is hit, missed, cancelled or active; null where none does.',
  ),
  statistics: described(statistics, 'Times and counts as Intercom works them out; null where it did not happen.'),
  linked_objects: described(linkedObjects, 'conversation_links has a row each.'),
  // Always null in the reference, which gives it no shape.
  ticket: described(object({}), 'Always null in the reference.'),
  ai_agent_participated: described(bool, 'Whether Fin took part.'),
  ai_agent: described(aiAgent, 'What Fin did; null where it took no part.'),
  sales_agent_participated: bool,
  sales_agent: object({
    outcome: described(text, 'qualified, disqualified, product_discovery, escalated_to_support or spam.'),
    routing_outcome: text,
    collected_data: object({}),
  }),
  channel: described(
    object({ initial: text, current: text }),
    'How it came in (initial) and where it is now (current), such as messenger or email; null of older ones.',
  ),
  external_references: described(list(object({ type: text, id: text })), 'The records of it in other systems.'),
  monitor_evaluations: described(list(object(monitorEvaluationColumns)), onlyIfAsked),
  scorecards: described(list(object(scorecardColumns)), onlyIfAsked),
  custom_attributes: described(object({}), 'By name: conversation_attributes says what they are.'),
  ...deletionColumns,
};
