/** A file sent with a message. */
import { type Columns, described, int, object, text } from '../../core/columns/columns.ts';

export const attachmentColumns: Columns = {
  type: text,
  name: text,
  url: described(text, 'Signed: it expires.'),
  content_type: described(text, 'Its media type, such as image/png.'),
  filesize: described(int, 'Bytes.'),
  width: described(int, 'Pixels, of an image.'),
  height: described(int, 'Pixels, of an image.'),
};

export const attachment = object(attachmentColumns);
