/** A teammate, as `/admins` lists it and as the author of a note is shown. */
import {
  bool,
  type Columns,
  described,
  int,
  intReference,
  json,
  list,
  object,
  text,
} from '../../core/columns/columns.ts';

export const adminColumns: Columns = {
  type: text,
  id: text,
  name: text,
  email: text,
  job_title: text,
  away_mode_enabled: described(bool, 'Whether the teammate is away now.'),
  away_mode_reassign: described(bool, 'Whether new conversations go to the default inbox meanwhile.'),
  away_status_reason_id: described(intReference, 'The id of away_status_reasons; null where none was given.'),
  has_inbox_seat: described(bool, 'Whether a seat for the inbox is paid.'),
  team_ids: described(list(int), 'The ids of teams, as numbers: team_admins has a row each.'),
  // The reference says a string in one place and an object in another.
  avatar: described(json, "The image's URL, or an object with `image_url`."),
  team_priority_level: described(
    object({ primary_team_ids: list(int), secondary_team_ids: list(int) }),
    'In which teams the teammate is first or second in line.',
  ),
  role: described(
    object({ type: text, id: text, name: text }),
    'Null where there is none: admin_roles has a row each.',
  ),
};
