/** Files and tags of the parts of conversations, out of the answers that the parts come in. */
import { described, text } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { attachmentColumns } from '../common/attachment.ts';
import { childRows } from '../common/children.ts';
import { entitiesAt, withId } from '../common/entity.ts';
import { positionColumn } from '../common/positions.ts';
import { basicTagColumns } from '../common/tag.ts';
import type { Stream } from '../stream.ts';
import { ofEachConversation } from './child.ts';
import { conversationDetail, isTruncated, partsOf } from './detail.ts';

/** A stream of what each part lists in a field, so far as the parts are given. `contentsOf`: what of it can be used. */
const ofEachPart = (
  literal: Pick<Stream, 'name' | 'description' | 'primaryKey' | 'columns'>,
  field: string,
  contentsOf: (part: Entity) => Entity[],
): Stream =>
  ofEachConversation({
    ...literal,
    columns: { conversation_part_id: described(text, 'The id of conversation_parts.'), ...literal.columns },
    detail: conversationDetail,
    rows: (conversation, detail): Row[] =>
      childRows(
        'conversation',
        conversation,
        partsOf(detail).flatMap((part) =>
          contentsOf(part).map((content) => ({ ...content, conversation_part_id: String(part.id) })),
        ),
      ),
    truncated: (_conversation, detail) =>
      isTruncated(detail) || partsOf(detail).some((part) => contentsOf(part).length < lengthOf(part[field])),
    truncatedIn: 'conversation_parts._parts_truncated',
  });

/** A part without such a list has none. */
const lengthOf = (listed: unknown): number => (Array.isArray(listed) ? listed.length : 0);

export const conversationPartAttachments = ofEachPart(
  {
    name: 'conversation_part_attachments',
    description: 'The files that came with the parts of conversations: one row each.',
    // A file has no id, and its URL another signature each time.
    primaryKey: ['conversation_part_id', 'position'],
    columns: { position: positionColumn("of the part's files"), ...attachmentColumns },
  },
  'attachments',
  (part) => entitiesAt(part, 'attachments').map((file, i) => ({ ...file, position: i + 1 })),
);

export const conversationPartTags = ofEachPart(
  {
    name: 'conversation_part_tags',
    description: 'Which tags are on which part of a conversation: one row each.',
    primaryKey: ['conversation_part_id', 'id'],
    columns: { ...basicTagColumns, id: described(text, 'The id of tags.') },
  },
  'tags',
  (part) => withId(entitiesAt(part, 'tags')),
);
