/** A segment, as `/segments` lists it and as a company shows the ones it is in. */
import { type Columns, described, epoch, int, text } from '../../core/columns/columns.ts';

export const segmentColumns: Columns = {
  type: text,
  id: text,
  name: text,
  created_at: epoch,
  updated_at: epoch,
  person_type: described(text, '`contact` (a lead) or `user`.'),
  count: described(int, 'How many are in it; not in the list of a company.'),
};
