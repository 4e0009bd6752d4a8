import type { Row } from '../../../src/core/events.ts';
import { companyExceptions, dataAttributeExceptions, deletion, inside, notDocumented, parent } from './contract.ts';
import { asListed, type Oracle, within } from './oracle.ts';

/** The API gives the newest of the parts. */
export const mostParts = 500;

export const conversations: Record<string, Oracle> = {
  conversations: {
    contract: {
      schema: 'conversation_list_item',
      exceptions: {
        ...inside('company', companyExceptions),
        ...notDocumented('teammates.admins', 'the wire says admins, the schema teammates'),
        ...notDocumented('topics ai_topics ticket', "in the document's own examples, though not declared"),
        ...deletion,
      },
    },
    asks: ['POST /conversations/search'],
    asksById: '/conversations/:id',
    rows: asListed('conversations'),
    /** A workflow is no rater's teammate. */
    before217(row) {
      const rating = row.conversation_rating as Row | null;
      const teammate = rating?.teammate as Row | null | undefined;
      return teammate?.type === 'workflow' ? { ...row, conversation_rating: { ...rating, teammate: null } } : row;
    },
    chosenBy: 'updated_at',
    untouched: {
      why: 'a conversation does not change with its company, the names of its tags, or the deletion of its people',
      strip: ({ company, contacts, conversation_rating, ...row }) => ({
        ...row,
        tags: within({ ...row }, 'tags', 'tags').map(({ id, applied_at }) => ({ id, applied_at })),
        contacts: within({ contacts }, 'contacts', 'contacts').map(({ id }) => id),
        conversation_rating: conversation_rating && { ...(conversation_rating as Row), contact: null },
      }),
    },
    neverFilled: {
      ai_topics: 'not in every API version',
      ticket: 'always null in the reference',
      monitor_evaluations: 'only in answers asked for them',
      scorecards: 'only in answers asked for them',
    },
  },
  conversation_parts: {
    contract: {
      schema: 'conversation_part',
      exceptions: {
        ...parent('conversation'),
        ...notDocumented('conversation_total_parts _parts_truncated', 'we add it'),
      },
    },
    asks: ['POST /conversations/search', 'GET /conversations/:id'],
    rows: (workspace) =>
      workspace.truth('conversation_parts').map(({ conversation, part }) => {
        const inAll = workspace.conversations.get(String(conversation.id))!.parts.length;
        return {
          ...part,
          conversation_id: conversation.id,
          conversation_updated_at: conversation.updated_at,
          conversation_total_parts: inAll,
          _parts_truncated: inAll > mostParts,
        };
      }),
    chosenBy: 'conversation_updated_at',
    untouched: {
      why: 'a conversation does not change when a tag of its parts is renamed or deleted',
      strip: ({ tags, ...row }) => row,
    },
  },
  deleted_conversations: {
    contract: { schema: 'deleted_conversation_item' },
    asks: ['GET /conversations/deleted'],
    rows: asListed('deleted_conversations'),
    chosenBy: 'deleted_at',
  },
  conversation_attributes: {
    contract: { schema: 'conversation_attribute', exceptions: dataAttributeExceptions },
    asks: ['GET /conversations/attributes'],
    rows: (workspace) => workspace.truth('conversation_attributes').map((row) => ({ ...row, id: String(row.id) })),
  },
  conversation_attribute_options: {
    contract: {
      schema: 'conversation_attribute_option',
      exceptions: notDocumented('conversation_attribute_id', "we add the parent's"),
    },
    asks: ['GET /conversations/attributes'],
    rows: (workspace) =>
      workspace
        .truth('conversation_attributes')
        .flatMap(({ id, options }) =>
          ((options ?? []) as Row[]).map((option) => ({ ...option, conversation_attribute_id: String(id) })),
        ),
  },
};
