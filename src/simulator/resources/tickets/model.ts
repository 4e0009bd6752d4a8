import type { Json, JsonObject } from '../../engine/json.ts';
import type { Author } from '../conversations/model.ts';
import type { TicketStateCategory } from '../ticket-types/ticket-types.ts';

/** One part of a ticket. */
export interface TicketPart {
  id: string;
  part_type: string;
  body: string | null;
  previous_ticket_state: TicketStateCategory;
  ticket_state: TicketStateCategory;
  created_at: number;
  updated_at: number;
  assigned_to: { type: 'admin' | 'team'; id: string } | null;
  author: Author;
  attachments: JsonObject[];
  external_id: string | null;
  redacted: boolean;
  /** Absent unless an app wrote the part. */
  app_package_code: string | undefined;
  /** Absent unless the part changed an attribute. */
  updated_attribute_data: JsonObject | undefined;
}

/** A ticket as stored. Times in seconds; an assignee of 0 is nobody. */
export interface Ticket {
  id: string;
  /** The number shown in the inbox. */
  ticket_id: string;
  ticket_type_id: string;
  ticket_state_id: string;
  previous_ticket_state_id: string | null;
  ticket_attributes: Record<string, Json>;
  contact_ids: string[];
  admin_assignee_id: number;
  team_assignee_id: number;
  created_at: number;
  updated_at: number;
  open: boolean;
  snoozed_until: number | null;
  linked_objects: { type: 'ticket' | 'conversation'; id: string; category: string | null }[];
  is_shared: boolean;
  parts: TicketPart[];
}
