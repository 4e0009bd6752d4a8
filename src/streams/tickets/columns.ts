/** The columns of a ticket, its parts included. */
import {
  bool,
  type Columns,
  described,
  epoch,
  int,
  intReference,
  json,
  list,
  object,
  text,
  textReference,
} from '../../core/columns/columns.ts';
import { attachment } from '../common/attachment.ts';
import { authorColumns } from '../common/author.ts';
import { linkedObjects } from '../common/linked-objects.ts';
import { contactReference, reference } from '../common/reference.ts';
import { ticketStateColumns } from '../common/ticket-state.ts';
import { ticketTypeColumns } from '../common/ticket-type.ts';

export const ticketPartColumns: Columns = {
  type: text,
  id: text,
  part_type: described(text, 'What it is: comment, note, assignment, ticket_state_updated_by_admin and others.'),
  body: described(text, 'HTML; null where nothing was written.'),
  previous_ticket_state: text,
  ticket_state: described(text, 'Its state; ticket_states has all, by the same id.'),
  created_at: epoch,
  updated_at: epoch,
  assigned_to: described(reference, 'Of an assignment, the admin or team by type and id; else null.'),
  author: described(
    object(authorColumns),
    'type is admin, bot, team, user or lead: id joins admins, teams or contacts by it.',
  ),
  attachments: list(attachment),
  external_id: text,
  redacted: described(bool, 'Whether what was written was taken out.'),
  app_package_code: described(text, 'The app that wrote it by the API; else null.'),
  updated_attribute_data: object({
    attribute: object({ type: text, id: text, label: text }),
    // A string, or a list where the attribute holds files.
    value: object({ type: text, id: json, label: json }),
  }),
};

export const ticketColumns: Columns = {
  type: text,
  id: text,
  ticket_id: described(text, 'The number shown in the inbox.'),
  category: described(text, 'Customer, Back-office or Tracker.'),
  ticket_attributes: described(
    object({}),
    'By name, its title and description (_default_title_, _default_description_) among them.',
  ),
  ticket_state: described(object(ticketStateColumns), 'Its state; ticket_states has all, by the same id.'),
  previous_ticket_state_id: described(textReference, 'The id of ticket_states: the one before the last change.'),
  ticket_type: described(object(ticketTypeColumns), 'Its kind; ticket_types has all, by the same id.'),
  contacts: described(object({ type: text, contacts: list(contactReference) }), 'ticket_contacts has a row each.'),
  admin_assignee_id: described(
    intReference,
    'The id of admins: to whom it is assigned. In tables null where to no one, in records 0.',
  ),
  team_assignee_id: described(
    intReference,
    'The id of teams: to whom it is assigned. In tables null where to no one, in records 0.',
  ),
  created_at: epoch,
  updated_at: epoch,
  open: described(bool, 'False once it is closed.'),
  snoozed_until: described(epoch, 'Null where it is not snoozed.'),
  is_shared: described(bool, 'Whether contacts see it.'),
  linked_objects: described(linkedObjects, 'ticket_links has a row each.'),
  ticket_parts: object({ type: text, ticket_parts: list(object(ticketPartColumns)), total_count: int }),
};
