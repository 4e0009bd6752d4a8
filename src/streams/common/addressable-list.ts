/** A contact's list of something else, cut off at ten: `url` leads to all of it. */
import { bool, int, list, object, text } from '../../core/columns/columns.ts';

export const addressableList = object({
  type: text,
  data: list(object({ type: text, id: text, url: text })),
  url: text,
  total_count: int,
  has_more: bool,
});
