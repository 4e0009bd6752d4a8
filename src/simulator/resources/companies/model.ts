import type { Json } from '../../engine/json.ts';

/** A company as stored; a field that is `undefined` is absent from the API's answer. Times in seconds. */
export interface Company {
  id: string;
  /** The customer's own id of the company. */
  company_id: string;
  name: string | undefined;
  plan: { id: string; name: string } | null;
  remote_created_at: number | undefined;
  created_at: number;
  updated_at: number;
  last_request_at: number | undefined;
  size: number | undefined;
  website: string | undefined;
  industry: string | undefined;
  monthly_spend: number;
  session_count: number;
  custom_attributes: Record<string, Json>;
  tag_ids: string[];
  segment_ids: string[];
  note_ids: string[];
}

/** A company as it is when nothing but its ids and birth is known. */
export function blankCompany(id: string, now: number): Company {
  return {
    id,
    company_id: id,
    name: undefined,
    plan: null,
    remote_created_at: undefined,
    created_at: now,
    updated_at: now,
    last_request_at: undefined,
    size: undefined,
    website: undefined,
    industry: undefined,
    monthly_spend: 0,
    session_count: 0,
    custom_attributes: {},
    tag_ids: [],
    segment_ids: [],
    note_ids: [],
  };
}

/** A note on a contact or on a company. */
export interface Note {
  id: string;
  created_at: number;
  contact_id: string | undefined;
  company_id: string | undefined;
  author_id: string | null;
  body: string;
}
