/** A kind of ticket, with its attributes and the states it can be in. */
import {
  bool,
  type Columns,
  described,
  epoch,
  int,
  list,
  object,
  text,
  textReference,
} from '../../core/columns/columns.ts';
import { ticketStateColumns } from './ticket-state.ts';

/** One field of a kind of ticket. */
export const ticketTypeAttributeColumns: Columns = {
  type: text,
  id: text,
  ticket_type_id: described(int, 'The id of ticket_types.'),
  workspace_id: described(textReference, "The workspace's id."),
  name: text,
  description: text,
  data_type: described(text, 'string, list, integer, decimal, boolean, datetime or files.'),
  input_options: described(object({}), 'Of a list its choices, of a string whether it has several lines.'),
  order: described(int, 'Its place among the attributes of its kind.'),
  required_to_create: described(bool, 'Of teammates.'),
  required_to_create_for_contacts: described(bool, 'Of contacts.'),
  visible_on_create: described(bool, 'To teammates.'),
  visible_to_contacts: bool,
  default: described(bool, 'Whether Intercom brought it, such as the title.'),
  archived: bool,
  created_at: epoch,
  updated_at: epoch,
};

const attributes = list(object(ticketTypeAttributeColumns));

export const ticketTypeColumns: Columns = {
  type: text,
  id: text,
  category: described(text, 'Customer, Back-office or Tracker.'),
  name: text,
  description: text,
  icon: described(text, 'An emoji.'),
  workspace_id: described(textReference, "The workspace's id."),
  // On the wire the attributes are in `data`; the reference puts them in `ticket_type_attributes`.
  ticket_type_attributes: object({ type: text, data: attributes, ticket_type_attributes: attributes }),
  ticket_states: described(
    object({ type: text, data: list(object(ticketStateColumns)) }),
    'The states that tickets of the kind can have.',
  ),
  archived: bool,
  created_at: epoch,
  updated_at: epoch,
};
