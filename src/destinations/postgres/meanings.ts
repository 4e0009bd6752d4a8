/** What each failure means, by its code, and what to do. */

export interface Failure {
  where: string;
  /** The table and where it is, as far as known. */
  place: string;
  code: string;
  sql: string;
  column?: string;
  /** Or an index. */
  constraint?: string;
  /** What depends on what, as the server says it. */
  dependents?: string;
}

type Words = (failure: Failure) => [message: string, hint: string];

const keptAndGoesOn = 'what was committed is kept, and the sync goes on from there.';
const runAgain = `Run again: ${keptAndGoesOn}`;
const thenRunAgain = `and run again: ${keptAndGoesOn}`;

const unreachable: Words = ({ where }) => [
  `${where} can't be reached.`,
  'Check host and port in the address, that the server runs, and that it lets this machine in.',
];
const certificate: Words = ({ where }) => [
  `The certificate of ${where} can't be verified.`,
  'Give the file of its authority with ?sslrootcert=, and the host by the name that stands in the certificate; ?sslmode=no-verify does without.',
];
const lost: Words = ({ where }) => [`The connection to ${where} was lost.`, runAgain];
const refusedLogin: Words = ({ where }) => [
  `${where} refuses the user or the password.`,
  "Give them in the address, or the password by PGPASSWORD or ~/.pgpass; and see that the server's pg_hba.conf lets them in from here.",
];
const altered: Words = ({ place }) => [
  `${capital(place)} was changed by someone while it was loaded.`,
  `Run again: ${keptAndGoesOn}`,
];
const depends: Words = ({ place, dependents }) => [
  `A view or another thing depends on ${place}, which must change${dependents ? `: ${dependents}` : ''}.`,
  `Drop it, ${thenRunAgain} Then make it anew.`,
];
const tooLarge: Words = ({ place, column }) => [
  `A value${column === undefined ? '' : ` of the column "${column}"`} is larger than PostgreSQL can hold in ${place}.`,
  'Leave its column out with --exclude, or sync into another destination.',
];
const busy: Words = ({ place }) => [
  `Someone held a lock on ${place} for longer than a sync waits.`,
  `End what reads or changes it (pg_stat_activity shows it), ${thenRunAgain}`,
];
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const named = (name: string | undefined): string => (name === undefined ? '' : ` "${name}"`);

/** By a code's first characters; the first that fits. */
export const meanings: [begins: string, words: Words][] = [
  ['ECONNREFUSED', unreachable],
  ['ENOTFOUND', unreachable],
  ['EAI_AGAIN', unreachable],
  ['ETIMEDOUT', unreachable],
  ['EHOSTUNREACH', unreachable],
  ['ENETUNREACH', unreachable],
  ['ENOENT', unreachable],
  ['EACCES', unreachable],
  [
    'NO_TLS',
    ({ where }) => [
      `${where} offers no TLS, so that nothing was sent to it.`,
      'Turn it on at the server (ssl = on); ?sslmode=disable does without, and sends all that is loaded unencrypted.',
    ],
  ],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', certificate],
  ['SELF_SIGNED_CERT_IN_CHAIN', certificate],
  ['UNABLE_TO_', certificate],
  ['CERT_', certificate],
  ['HOSTNAME_MISMATCH', certificate],
  ['ERR_TLS_CERT_ALTNAME_INVALID', certificate],
  ['ECONNRESET', lost],
  ['EPIPE', lost],
  ['ERR_STREAM_', lost],
  ['08', lost],
  ['57P03', ({ where }) => [`The server of ${where} is starting or stopping.`, 'Run again once it takes connections.']],
  ['57P', lost],
  [
    '57014',
    ({ place }) => [
      `Someone cancelled a statement on ${place}, or it took longer than the server allows.`,
      `See that nothing does (pg_cancel_backend, a time limit), ${thenRunAgain}`,
    ],
  ],
  ['28', refusedLogin],
  ['3D000', ({ where }) => [`The database of ${where} does not exist.`, 'Create it, or name another in the address.']],
  [
    '3F000',
    ({ where }) => [
      `The schema of ${where} was dropped or renamed while it was loaded.`,
      'Give it its name again, or run again to load a new one.',
    ],
  ],
  [
    '42501',
    ({ place }) => [
      `The user may not change ${place}.`,
      'Grant it TEMPORARY on the database, USAGE and CREATE on the schema, and make tables that belong to others its own: docs/postgresql.md has the statements.',
    ],
  ],
  [
    '25006',
    ({ where }) => [
      `${where} is read-only.`,
      "Name the primary server, not a standby of it, and see that the user's default_transaction_read_only is off.",
    ],
  ],
  ['53100', ({ where }) => [`The disk of ${where} is full.`, `Make room ${thenRunAgain}`]],
  ['53200', ({ where }) => [`${where} is out of memory.`, runAgain]],
  ['53300', ({ where }) => [`${where} takes no more connections.`, 'Close some, or run again later.']],
  ['55P03', busy],
  ['40P01', busy],
  [
    '58',
    ({ where }) => [`The server of ${where} could not use its files.`, `Look into its log, mend it, ${thenRunAgain}`],
  ],
  [
    'XX00',
    ({ where }) => [
      `The server of ${where} reports that its data are damaged, or a fault of its own.`,
      `Look into its log, mend it, ${thenRunAgain}`,
    ],
  ],
  ['42P01', altered],
  ['42703', altered],
  ['42804', altered],
  [
    '42P07',
    ({ place }) => [
      `Something other than a table has the name of ${place}: an index, a sequence or a type.`,
      'Rename it, or choose another schema.',
    ],
  ],
  ['0A000', (failure) => (/^\s*ALTER/.test(failure.sql) ? depends(failure) : altered(failure))],
  [
    '23502',
    ({ place, column }) => [
      `The column${named(column)} of ${place} must not be NULL, and a row has no value for it.`,
      `Give it a default, or drop its NOT NULL, ${thenRunAgain}`,
    ],
  ],
  [
    '23505',
    ({ place, constraint }) => [
      `The unique index${named(constraint)} on ${place} refuses a row.`,
      `Drop it (an index that is not unique does no harm), ${thenRunAgain}`,
    ],
  ],
  [
    '23503',
    ({ place, constraint }) => [
      `The foreign key${named(constraint)} of ${place} refuses a change.`,
      `Drop it, or make it DEFERRABLE INITIALLY DEFERRED: a row is replaced by deleting and inserting it. Then run again: ${keptAndGoesOn}`,
    ],
  ],
  [
    '23',
    ({ place, constraint }) => [
      `The constraint${named(constraint)} on ${place} refuses a row.`,
      `Drop it, ${thenRunAgain}`,
    ],
  ],
  ['P0', ({ place }) => [`A trigger on ${place} refuses a row.`, `Drop or correct it, ${thenRunAgain}`]],
  ['09', ({ place }) => [`A trigger on ${place} fails.`, `Drop or correct it, ${thenRunAgain}`]],
  [
    '27',
    ({ place }) => [
      `A trigger on ${place} changes rows that are being changed.`,
      `Drop or correct it, ${thenRunAgain}`,
    ],
  ],
  ['54', tooLarge],
  ['2BP01', depends],
];
