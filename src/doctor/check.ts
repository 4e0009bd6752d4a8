/** What a doctor looks at, and what it finds. */

/** In the order in which they are shown. */
export const sections = ['machine', 'network', 'workspace', 'permissions', 'first sync', 'destination'] as const;

export interface Check {
  section: (typeof sections)[number];
  /** What was looked at: "DNS", "Read tickets". */
  name: string;
  /** `skipped`: it can't be known, since something before it failed or nothing tells it. */
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, for people: no secret. */
  found: string;
  /** What to do. */
  hint?: string | undefined;
}
