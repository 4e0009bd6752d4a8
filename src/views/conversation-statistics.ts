/** What Intercom counts of a conversation: each field of `statistics` that a view shows, what is in it, and what it means. */
export const statisticsFields = {
  time_to_assignment: ['int', "Seconds from the contact's first message to the last assignment before a first answer."],
  time_to_admin_reply: [
    'int',
    'Seconds to the first answer of a teammate, counted in office hours where there are any.',
  ],
  time_to_first_close: ['int', 'Seconds to the first close, counted in office hours where there are any.'],
  time_to_last_close: ['int', 'Seconds to the last close, counted in office hours where there are any.'],
  median_time_to_reply: [
    'int',
    'Median seconds in which teammates answered, counted in office hours where there are any.',
  ],
  first_contact_reply_at: ['time', 'When a contact first wrote.'],
  first_assignment_at: ['time', 'When it was first assigned.'],
  first_admin_reply_at: ['time', 'When a teammate first answered.'],
  first_close_at: ['time', 'When it was first closed.'],
  last_assignment_at: ['time', 'When it was last assigned.'],
  last_assignment_admin_reply_at: ['time', 'When a teammate first answered after the last assignment.'],
  last_contact_reply_at: ['time', 'When a contact last wrote.'],
  last_admin_reply_at: ['time', 'When a teammate last answered.'],
  last_close_at: ['time', 'When it was last closed.'],
  last_closed_by_id: ['text', 'Who closed it last. Joins with admins.id.'],
  count_reopens: ['int', 'How often it was opened again.'],
  count_assignments: ['int', 'How often it was assigned.'],
  count_conversation_parts: ['int', 'How many parts it has.'],
  assigned_team_first_response_time: [
    'json',
    'Seconds to the first answer since a team was assigned: a list of `team_id`, `team_name` and `response_time`.',
  ],
  assigned_team_first_response_time_in_office_hours: ['json', 'The same, counted in office hours.'],
  handling_time: ['int', 'Seconds in which teammates handled it, as Intercom counts them.'],
  adjusted_handling_time: [
    'int',
    'Seconds in which teammates handled it, without those in which they did other things, as Intercom counts them.',
  ],
} as const;
