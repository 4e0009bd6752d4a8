/** The conversations and tickets that a conversation or ticket is linked to: 1,000 at most. */
import { bool, int, list, object, text } from '../../core/columns/columns.ts';

export const linkedObjects = object({
  type: text,
  total_count: int,
  has_more: bool,
  data: list(object({ type: text, id: text, category: text })),
});
