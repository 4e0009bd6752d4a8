import { listing } from '../../engine/listing.ts';
import { firstAdmin } from '../people/admins.ts';

/** A custom attribute of conversations. */
export interface ConversationAttribute {
  id: number;
  name: string;
  description: string;
  data_type: 'string' | 'integer' | 'list' | 'decimal' | 'boolean' | 'datetime' | 'relationship' | 'files';
  required: boolean;
  visible_to_team_ids: string[];
  archived: boolean;
  created_at: number;
  updated_at: number;
  admin_id: string;
  multiline?: boolean;
  options?: { id: string; label: string; archived: boolean }[];
  reference?: { type: 'one' | 'many'; object_type_id: string };
}

export const conversationAttributes = listing({
  name: 'conversation_attributes',
  one: 'ConversationAttribute',
  ids: { from: 100n, step: 1 },
  blank: ({ id, now, store }): ConversationAttribute => ({
    id: Number(id),
    name: `Attribute ${id}`,
    description: '',
    data_type: 'string',
    required: false,
    visible_to_team_ids: [],
    archived: false,
    created_at: now,
    updated_at: now,
    admin_id: firstAdmin(store)?.id ?? '0',
  }),
  json: (_, attribute) => ({ type: 'conversation_attribute', ...attribute }),
});
