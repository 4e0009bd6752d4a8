/** A kind of mail or message that a contact can opt in to or out of. */
import { type Columns, described, list, object, text } from '../../core/columns/columns.ts';

const translation = object({ name: text, description: text, locale: text });

export const subscriptionTypeColumns: Columns = {
  type: text,
  id: text,
  state: described(text, 'live, draft or archived.'),
  consent_type: described(text, 'opt_out or opt_in.'),
  default_translation: translation,
  translations: list(translation),
  content_types: described(list(text), 'email or sms_message.'),
};
