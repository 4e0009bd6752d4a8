/** A state that tickets can be in. */
import { type Columns, text } from '../../core/columns/columns.ts';

export const ticketStateColumns: Columns = {
  type: text,
  id: text,
  category: text,
  internal_label: text,
  external_label: text,
};
