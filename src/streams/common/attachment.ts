/** A file sent with a message. */
import { type Columns, described, int, object, text } from '../../core/columns/columns.ts';

export const attachmentColumns: Columns = {
  type: text,
  name: text,
  url: described(text, 'Signed: it expires.'),
  content_type: text,
  filesize: int,
  width: int,
  height: int,
};

export const attachment = object(attachmentColumns);
