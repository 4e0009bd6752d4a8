/** The columns of streams whose deletions Intercom tells: Airbyte's destinations delete a row where the first has a value. */
import { type Columns, deletedAt, deletedReason, described, text, timestamp } from '../../core/columns/columns.ts';

export const deletionColumns: Columns = {
  [deletedAt]: described(timestamp, 'When it went; null on a live record.'),
  [deletedReason]: described(
    text,
    'Why it went: deleted, merged, or became_user where a lead did; absent on a live record.',
  ),
};
