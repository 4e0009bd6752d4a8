/** A state that tickets can be in. */
import { type Columns, described, text } from '../../core/columns/columns.ts';

export const ticketStateColumns: Columns = {
  type: text,
  id: text,
  category: described(text, 'submitted, in_progress, waiting_on_customer or resolved.'),
  internal_label: described(text, 'What teammates see.'),
  external_label: described(text, 'What contacts see.'),
};
