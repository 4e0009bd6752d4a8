/** A kind of mail or message that a contact can opt in to or out of. */
import { type Columns, list, object, text } from '../../core/columns/columns.ts';

const translation = object({ name: text, description: text, locale: text });

export const subscriptionTypeColumns: Columns = {
  type: text,
  id: text,
  state: text,
  consent_type: text,
  default_translation: translation,
  translations: list(translation),
  content_types: list(text),
};
