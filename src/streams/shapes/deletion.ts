/** The column of streams whose deletions Intercom tells: Airbyte's destinations delete a row where it has a value. */
import { type Columns, described, timestamp } from '../../columns.ts';

export const deletionColumns: Columns = {
  _ab_cdc_deleted_at: described(timestamp, 'When it was deleted or merged away; null on a live record.'),
};
