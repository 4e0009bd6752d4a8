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
  part_type: described(
    text,
    'What it is: comment (a message), note, assignment, open, close, snoozed and many others; an assignment or a close may hold a message too.',
  ),
  body: described(text, 'HTML; null where nothing was written.'),
  created_at: epoch,
  updated_at: epoch,
  notified_at: described(epoch, 'When the contact was told of it.'),
  assigned_to: described(reference, 'Of an assignment, the admin or team by type and id; else null.'),
  author: described(
    object({ ...authorColumns, from_ai_agent: bool, is_ai_answer: bool }),
    'type is admin, bot, team, user or lead: id joins admins, teams or contacts by it.',
  ),
  attachments: described(list(attachment), 'conversation_part_attachments has a row each.'),
  external_id: text,
  redacted: described(bool, 'Whether what was written was taken out.'),
  email_message_metadata: object(emailMetadataColumns),
  metadata: described(metadata, 'Of quick replies.'),
  state: described(text, "The conversation's state at that time."),
  tags: described(list(basicTag), 'conversation_part_tags has a row each.'),
  event_details: described(eventDetails, 'What happened, of parts that tell an event; else null.'),
  app_package_code: described(text, 'The app that wrote it by the API; else null.'),
};

export const conversationPartColumns: Columns = {
  conversation_total_parts: described(int, 'How many parts the conversation has in all.'),
  _parts_truncated: described(bool, 'True where Intercom gave only the latest 500 of them.'),
  ...partColumns,
};
