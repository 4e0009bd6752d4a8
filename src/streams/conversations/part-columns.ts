/** The columns of one part of a conversation: a comment, a note, an assignment, a change of state, … */
import { bool, type Columns, described, epoch, int, list, object, text } from '../../core/columns/columns.ts';
import { attachment } from '../common/attachment.ts';
import { authorColumns } from '../common/author.ts';
import { emailMetadataColumns } from '../common/email-metadata.ts';
import { reference } from '../common/reference.ts';
import { basicTag } from '../common/tag.ts';

const metadata = object({
  quick_reply_options: list(object({ text, uuid: text, translations: object({}) })),
  quick_reply_uuid: text,
});

/** What an event was about; which fields are there depends on `part_type`. */
const eventDetails = object({
  workflow: object({ name: text }),
  attribute: object({ name: text }),
  value: object({ name: text, previous: text }),
  action: object({ name: text, result: text }),
  event: object({ type: text, result: text }),
});

/** A part's own, wherever it is. */
export const partColumns: Columns = {
  type: text,
  id: text,
  part_type: text,
  body: text,
  created_at: epoch,
  updated_at: epoch,
  notified_at: epoch,
  assigned_to: reference,
  author: object({ ...authorColumns, from_ai_agent: bool, is_ai_answer: bool }),
  attachments: list(attachment),
  external_id: text,
  redacted: bool,
  email_message_metadata: object(emailMetadataColumns),
  metadata,
  state: described(text, "The conversation's state at that time."),
  tags: list(basicTag),
  event_details: eventDetails,
  app_package_code: text,
};

export const conversationPartColumns: Columns = {
  conversation_total_parts: described(int, 'How many parts the conversation has in all.'),
  _parts_truncated: described(bool, 'True where Intercom gave only the latest 500 of them.'),
  ...partColumns,
};
