/** A teammate. */
export interface Admin {
  id: string;
  name: string;
  email: string;
  job_title: string;
  away_mode_enabled: boolean;
  away_mode_reassign: boolean;
  away_status_reason_id: number | null;
  has_inbox_seat: boolean;
  avatar: string | null;
  role: { id: string; name: string } | null;
}

/** A team and the admins in it, by precedence. */
export interface Team {
  id: string;
  name: string;
  primary_admin_ids: number[];
  secondary_admin_ids: number[];
  assignment_limit: number | null;
  distribution_method: string | null;
}
