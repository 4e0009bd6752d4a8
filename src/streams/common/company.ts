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
  plan: described(object({ type: text, id: text, name: text }), 'The plan it is on with you.'),
  remote_created_at: described(epoch, 'When your application created it.'),
  created_at: epoch,
  updated_at: epoch,
  last_request_at: described(epoch, 'When one of its people last used your application.'),
  size: described(int, 'How many employees it has.'),
  website: text,
  industry: text,
  // The reference says integer, the attribute's own definition float.
  monthly_spend: described(number, 'What you earn by it a month, in the unit in which you told Intercom.'),
  session_count: described(int, 'How many sessions its people had.'),
  user_count: described(int, 'How many users belong to it.'),
  custom_attributes: described(object({}), 'By name: company_attributes says what they are.'),
  tags: described(object({ type: text, tags: list(basicTag) }), 'company_tags has a row each.'),
  segments: described(
    object({ type: text, segments: list(object(segmentColumns)) }),
    'company_segments has a row each.',
  ),
  notes: described(
    object({ type: text, notes: list(object(noteColumns('company'))) }),
    'company_notes has a row each.',
  ),
};
