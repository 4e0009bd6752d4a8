/** A contact's list of something else, cut off at ten: `url` leads to all of it. */
import { bool, int, list, object, text } from '../../core/columns/columns.ts';
import { isEntity, isListOfIds } from './entity.ts';

export const addressableList = object({
  type: text,
  data: list(object({ type: text, id: text, url: text })),
  url: text,
  total_count: int,
  has_more: bool,
});

/** Whether the value is such a list, and holds all that there is. */
export const isWhole = (value: unknown): value is { data: unknown[] } =>
  isEntity(value) &&
  isListOfIds(value.data) &&
  value.has_more !== true &&
  !(Number(value.total_count) > value.data.length);
