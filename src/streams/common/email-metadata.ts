/** What is known of a message that came or went as an email. */
import { type Columns, list, object, text } from '../../core/columns/columns.ts';

export const emailMetadataColumns: Columns = {
  message_id: text,
  subject: text,
  email_address_headers: list(object({ type: text, email_address: text, name: text })),
};
