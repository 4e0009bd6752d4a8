/** A tag of the workspace. */
export interface Tag {
  id: string;
  name: string;
}

/** A segment of people, or of companies. */
export interface Segment {
  id: string;
  name: string;
  of: 'people' | 'companies';
  created_at: number;
  updated_at: number;
  person_type: 'contact' | 'user';
}

/** A built-in or custom attribute of contacts or companies. Built-in ones have neither id nor times. */
export interface DataAttribute {
  id: number | undefined;
  model: 'contact' | 'company';
  name: string;
  full_name: string;
  label: string;
  description: string;
  data_type: 'string' | 'integer' | 'float' | 'boolean' | 'date';
  options: string[] | undefined;
  api_writable: boolean;
  messenger_writable: boolean;
  ui_writable: boolean;
  custom: boolean;
  archived: boolean;
  created_at: number | undefined;
  updated_at: number | undefined;
  admin_id: string | undefined;
}

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

/** A kind of mail a contact can opt in to or out of. */
export interface SubscriptionType {
  id: string;
  state: 'live' | 'draft' | 'archived';
  consent_type: 'opt_out' | 'opt_in';
  content_types: ('email' | 'sms_message')[];
  translations: { name: string; description: string; locale: string }[];
}
