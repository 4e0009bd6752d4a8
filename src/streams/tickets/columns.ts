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
  part_type: text,
  body: text,
  previous_ticket_state: text,
  ticket_state: text,
  created_at: epoch,
  updated_at: epoch,
  assigned_to: reference,
  author: object(authorColumns),
  attachments: list(attachment),
  external_id: text,
  redacted: bool,
  app_package_code: text,
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
  category: text,
  ticket_attributes: object({}),
  ticket_state: object(ticketStateColumns),
  previous_ticket_state_id: textReference,
  ticket_type: object(ticketTypeColumns),
  contacts: object({ type: text, contacts: list(contactReference) }),
  admin_assignee_id: described(intReference, 'The admin it is assigned to; 0 where none.'),
  team_assignee_id: described(intReference, 'The team it is assigned to; 0 where none.'),
  created_at: epoch,
  updated_at: epoch,
  open: bool,
  snoozed_until: epoch,
  is_shared: bool,
  linked_objects: linkedObjects,
  ticket_parts: object({ type: text, ticket_parts: list(object(ticketPartColumns)), total_count: int }),
};
