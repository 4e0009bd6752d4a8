/**
 * The streams that there were when the files in `test/fixtures/` were written: what a column of theirs is can change by a migration only. A sync
 * adds the tables of all that came since.
 */
export const streamsOfThen =
  `contacts users leads contact_merges contact_activities companies company_segments conversations conversation_parts
  deleted_conversations tickets admins teams tags segments contact_attributes company_attributes`.split(/\s+/);
