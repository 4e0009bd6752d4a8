import type { Json } from '../../engine/json.ts';

/** A tag on a contact or conversation, with who put it there and when. */
export interface AppliedTag {
  id: string;
  applied_at: number;
  applied_by: { type: 'admin' | 'contact'; id: string };
}

/** One contact that was merged into another. */
export interface Merge {
  source_contact_id: string;
  source_contact_role: 'lead' | 'user';
  merged_at: number;
}

/** A contact as stored: the API's own fields, with ids in place of the lists it belongs to. Times in seconds. */
export interface Contact {
  id: string;
  external_id: string | null;
  role: 'user' | 'lead';
  email: string | null;
  email_domain: string | null;
  phone: string | null;
  name: string | null;
  owner_id: number | null;
  has_hard_bounced: boolean;
  marked_email_as_spam: boolean;
  unsubscribed_from_emails: boolean;
  created_at: number;
  updated_at: number;
  signed_up_at: number | null;
  last_seen_at: number | null;
  last_replied_at: number | null;
  last_contacted_at: number | null;
  last_email_opened_at: number | null;
  last_email_clicked_at: number | null;
  language_override: string | null;
  browser: string | null;
  browser_version: string | null;
  browser_language: string | null;
  os: string | null;
  android_app_name: string | null;
  android_app_version: string | null;
  android_device: string | null;
  android_os_version: string | null;
  android_sdk_version: string | null;
  android_last_seen_at: number | null;
  ios_app_name: string | null;
  ios_app_version: string | null;
  ios_device: string | null;
  ios_os_version: string | null;
  ios_sdk_version: string | null;
  ios_last_seen_at: number | null;
  enabled_push_messaging: boolean | null;
  custom_attributes: Record<string, Json>;
  avatar: string | null;
  location: { country: string | null; region: string | null; city: string | null };
  social_profiles: { name: string; url: string }[];
  tags: AppliedTag[];
  note_ids: string[];
  company_ids: string[];
  segment_ids: string[];
  subscription_ids: string[];
  merge_history: Merge[];
}

/** A contact that Intercom shows no longer. */
export interface InactiveContact {
  id: string;
  external_id: string | null;
  email: string | null;
  status: 'archived' | 'blocked' | 'permanently_deleted' | 'merged';
  /** Of one that was merged, into which. */
  merged_into_id?: string;
  /** When it became so. */
  updated_at: number;
  /** What it was, where it may come back. */
  contact: Contact | undefined;
}

/** A contact as it is when nothing but its id and birth is known. */
export function blankContact(id: string, now: number): Contact {
  return {
    id,
    external_id: null,
    role: 'user',
    email: null,
    email_domain: null,
    phone: null,
    name: null,
    owner_id: null,
    has_hard_bounced: false,
    marked_email_as_spam: false,
    unsubscribed_from_emails: false,
    created_at: now,
    updated_at: now,
    signed_up_at: null,
    last_seen_at: null,
    last_replied_at: null,
    last_contacted_at: null,
    last_email_opened_at: null,
    last_email_clicked_at: null,
    language_override: null,
    browser: null,
    browser_version: null,
    browser_language: null,
    os: null,
    android_app_name: null,
    android_app_version: null,
    android_device: null,
    android_os_version: null,
    android_sdk_version: null,
    android_last_seen_at: null,
    ios_app_name: null,
    ios_app_version: null,
    ios_device: null,
    ios_os_version: null,
    ios_sdk_version: null,
    ios_last_seen_at: null,
    enabled_push_messaging: null,
    custom_attributes: {},
    avatar: null,
    location: { country: null, region: null, city: null },
    social_profiles: [],
    tags: [],
    note_ids: [],
    company_ids: [],
    segment_ids: [],
    subscription_ids: [],
    merge_history: [],
  };
}
