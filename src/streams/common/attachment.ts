/** A file sent with a message. */
import { described, int, object, text } from '../../core/columns/columns.ts';

export const attachment = object({
  type: text,
  name: text,
  url: described(text, 'Signed: it expires.'),
  content_type: text,
  filesize: int,
  width: int,
  height: int,
});
