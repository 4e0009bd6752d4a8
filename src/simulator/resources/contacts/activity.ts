/** What happened to a contact, as the activity feed tells it. The id is `<milliseconds>.<hex>` and orders the feed. */
export interface ContactActivity {
  id: string;
  event_type:
    | 'contact.created'
    | 'contact.role_updated'
    | 'contact.deleted'
    | 'contact.merged'
    | 'contact.merge_failed';
  contact_id: string;
  external_id: string | null;
  role: 'user' | 'lead' | null;
  merge_source_id: string | undefined;
  merge_target_id: string | undefined;
  failure_reason: string | undefined;
  created_at: number;
}
