/** Tags: as the workspace lists them, and as they hang on a company, a conversation or a part. */
import { type Columns, described, epoch, object, text } from '../../core/columns/columns.ts';
import { reference } from './reference.ts';

/** A tag's name only. */
export const basicTagColumns: Columns = { type: text, id: text, name: text };

export const basicTag = object(basicTagColumns);

/** A tag, and who put it where it is. */
export const tagColumns: Columns = {
  type: text,
  id: text,
  name: text,
  applied_at: described(epoch, 'Only on a tag that hangs on something.'),
  applied_by: described(reference, 'The admin who put it there; null where it is not told.'),
};
