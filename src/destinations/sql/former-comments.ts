/**
 * Comments on columns that an earlier version wrote, which remembered none, and that are others now. Written down once and for all: they are known to be ours
 * by their text. Of a comment to which only what is inside of the column was added, its beginning tells as much.
 */
const former: ReadonlySet<string> = new Set([
  'Fields that have no column, and values that do not fit theirs.',
  'The full refresh in which the row was last met.',
  ...['article', 'call', 'company', 'contact', 'conversation', 'help_center', 'newsfeed', 'ticket', 'ticket_type'].map(
    (one) => `Intercom's id of the ${one}.`,
  ),
  'Each version of an A/B test has its own.',
  'Null where it is of no series.',
  'Null where there is none.',
  'Of a merged one, the contact that it is a part of now.',
  'Only on a tag that hangs on something.',
  'The admin it is assigned to; 0 or null where none.',
  'The admin it is assigned to; 0 where none.',
  'The block of the series.',
  'The collection that it is in; none of those at the top.',
  'The folder that it is in; none of those at the top.',
  'The id of the admin who owns the account.',
  'The message.',
  'The team it is assigned to; 0 or null where none.',
  'The team it is assigned to; 0 where none.',
]);

/** Whether a comment is what an earlier version wrote in place of `comment`. */
export const isFormer = (there: string, comment: string): boolean =>
  former.has(there) || comment.startsWith(`${there} JSON: `);
