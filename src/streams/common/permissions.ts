/** The permissions of a token, by the names Intercom's Developer Hub shows. */
export const permissions = {
  admins: 'Read admins',
  conversations: 'Read conversations',
  people: 'Read and list users and companies',
  tags: 'Read tags',
  tickets: 'Read tickets',
} as const;
