import { type Table, table } from '../../engine/table.ts';
import type { Part } from '../conversations/model.ts';

/** A thread beside a conversation, with all its parts. */
export interface SideConversation {
  id: string;
  parts: Part[];
}

/** Those of a conversation, by its id. */
export const sideConversations: Table<SideConversation[]> = table('side_conversations');
