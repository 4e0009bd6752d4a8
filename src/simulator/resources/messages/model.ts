/** Outbound messages: who received them, and what those did with them. Times in seconds. */

/** That someone received a message, in the names that exports have. */
export interface Receipt {
  receipt_id: string;
  received_at: number;
  user_id: string;
  user_external_id: string;
  company_id: string;
  company_external_id: string;
  email: string;
  name: string;
  ruleset_id: string;
  ruleset_version_id: string;
  content_id: string;
  content_type: string;
  content_title: string;
  created_via: string;
  device: string;
  conversation_id: string;
  series_id: string;
  series_title: string;
  node_id: string;
}

/** What happens to messages, as exports call it: in which column of its file the time is, and what else there is. */
export const eventKinds = {
  reply: { time: 'replied_at', others: [] },
  completion: { time: 'completed_at', others: [] },
  series_completion: { time: 'completed_at', others: ['completion_node_ruleset_id'] },
  series_disengagement: { time: 'disengaged_at', others: ['disengaged_node_ruleset_id'] },
  series_exit: { time: 'exited_at', others: [] },
  goal_success: { time: 'goal_hit_at', others: [] },
  tour_step_failure: { time: 'failed_at', others: ['step_id', 'failed_selector', 'failure_url'] },
  tour_step_view: { time: 'viewed_at', others: ['step_id'] },
  reaction: { time: 'reacted_at', others: ['reaction'] },
  open: { time: 'opened_at', others: [] },
  click: { time: 'clicked_at', others: ['link_type', 'url'] },
  dismissal: { time: 'dismissed_at', others: [] },
  unsubscribe: { time: 'unsubscribed_at', others: [] },
  hard_bounce: { time: 'hard_bounced_at', others: [] },
  soft_bounce: { time: 'soft_bounced_at', others: [] },
  answer: { time: 'answered_at', others: ['question_id', 'question', 'response_type', 'response'] },
} as const satisfies Record<string, { time: string; others: readonly string[] }>;

export type EventKind = keyof typeof eventKinds;

export interface MessageEvent {
  kind: EventKind;
  receipt_id: string;
  at: number;
  /** By the names of its kind's other columns. */
  others: Record<string, string>;
}
