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
  away_mode_enabled: bool,
  away_mode_reassign: bool,
  away_status_reason_id: intReference,
  has_inbox_seat: bool,
  team_ids: list(int),
  // The reference says a string in one place and an object in another.
  avatar: described(json, "The image's URL, or an object with `image_url`."),
  team_priority_level: object({ primary_team_ids: list(int), secondary_team_ids: list(int) }),
  role: object({ type: text, id: text, name: text }),
};
