/** A company, as the scroll lists it and as a conversation shows its own. */
import { type Columns, described, epoch, int, list, number, object, text } from '../../core/columns/columns.ts';
import { noteColumns } from './note.ts';
import { segmentColumns } from './segment.ts';
import { basicTag } from './tag.ts';

export const companyColumns: Columns = {
  type: text,
  id: described(text, "Intercom's id."),
  company_id: described(text, "Your application's id."),
  app_id: described(text, "The workspace's id."),
  name: text,
  plan: object({ type: text, id: text, name: text }),
  remote_created_at: described(epoch, 'When your application created it.'),
  created_at: epoch,
  updated_at: epoch,
  last_request_at: epoch,
  size: described(int, 'How many employees it has.'),
  website: text,
  industry: text,
  // The reference says integer, the attribute's own definition float.
  monthly_spend: number,
  session_count: int,
  user_count: int,
  custom_attributes: object({}),
  tags: object({ type: text, tags: list(basicTag) }),
  segments: object({ type: text, segments: list(object(segmentColumns)) }),
  notes: object({ type: text, notes: list(object(noteColumns('company'))) }),
};
