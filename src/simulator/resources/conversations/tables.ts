import { collection } from '../../engine/collection.ts';
import { type Table, table } from '../../engine/table.ts';
import { conversationFields } from './fields.ts';
import type { Conversation, DeletedConversation } from './model.ts';

export const conversations = collection<Conversation>('conversations', () => conversationFields.keyOf);

export const deletedConversations: Table<DeletedConversation> = table('deleted_conversations');
