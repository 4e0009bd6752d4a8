/** The permissions of a token, by the names Intercom's Developer Hub shows. */
export const permissions = {
  activityLogs: 'Read admin activity logs',
  admins: 'Read admins',
  content: 'Read content data',
  conversations: 'Read conversations',
  // A guess: no document says how the Developer Hub calls it.
  customObjects: 'Read custom object instances',
  /** A guess by the scope that the reference names: `read_write_office_hours`. */
  officeHours: 'Read and write office hours',
  news: 'Read and list news items and newsfeeds',
  events: 'Read events',
  articles: 'Read and list articles',
  // No document says how the Developer Hub calls it: the scope is read_help_center_redirects_scope.
  helpCenterRedirects: 'Read help center redirects',
  // Of the messages' exports; the reference names none.
  exports: 'Export message data',
  /** A guess by the scope that the reference names: `export_reporting_data`. */
  reports: 'Export reporting data',
  people: 'Read and list users and companies',
  tags: 'Read tags',
  tickets: 'Read tickets',
} as const;
