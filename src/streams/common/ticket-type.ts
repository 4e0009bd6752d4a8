/** A kind of ticket, with its attributes and the states it can be in. */
import { bool, type Columns, epoch, int, list, object, text, textReference } from '../../core/columns/columns.ts';
import { ticketStateColumns } from './ticket-state.ts';

/** One field of a kind of ticket. */
export const ticketTypeAttributeColumns: Columns = {
  type: text,
  id: text,
  ticket_type_id: int,
  workspace_id: textReference,
  name: text,
  description: text,
  data_type: text,
  input_options: object({}),
  order: int,
  required_to_create: bool,
  required_to_create_for_contacts: bool,
  visible_on_create: bool,
  visible_to_contacts: bool,
  default: bool,
  archived: bool,
  created_at: epoch,
  updated_at: epoch,
};

const attributes = list(object(ticketTypeAttributeColumns));

export const ticketTypeColumns: Columns = {
  type: text,
  id: text,
  category: text,
  name: text,
  description: text,
  icon: text,
  workspace_id: textReference,
  // On the wire the attributes are in `data`; the reference puts them in `ticket_type_attributes`.
  ticket_type_attributes: object({ type: text, data: attributes, ticket_type_attributes: attributes }),
  ticket_states: object({ type: text, data: list(object(ticketStateColumns)) }),
  archived: bool,
  created_at: epoch,
  updated_at: epoch,
};
