/** What PostgreSQL says when it can't be loaded, in words that say what to do. By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
import { ConnectorError } from '../../core/errors.ts';

type Words = (where: string, message: string) => [message: string, hint: string];

const keptAndGoesOn = 'what was committed is kept, and the sync goes on from there.';

const unreachable: Words = (where) => [
  `${where} can't be reached.`,
  'Check host and port in the address, that the server runs, and that it lets this machine in.',
];
const certificate: Words = (where) => [
  `The certificate of ${where} can't be verified.`,
  'Give the file of its authority with ?sslrootcert=, and the host by the name that stands in the certificate; ?sslmode=no-verify does without.',
];
const lost: Words = (where) => [`The connection to ${where} was lost.`, `Run again: ${keptAndGoesOn}`];
const refusedLogin: Words = (where) => [
  `${where} refuses the user or the password.`,
  'Give them in the address, or the password by PGPASSWORD or ~/.pgpass.',
];
const altered: Words = (where) => [
  `A table of ${where} was changed by someone while it was loaded.`,
  `Run again: ${keptAndGoesOn}`,
];
const tooLarge: Words = (where) => [
  `A value is larger than PostgreSQL can hold in ${where}.`,
  'Leave its column out with --exclude, or sync into another destination.',
];
const busy: Words = (where) => [
  `Someone held a lock on a table of ${where} for longer than a sync waits.`,
  `End what reads or changes it (pg_stat_activity shows it), and run again: ${keptAndGoesOn}`,
];

/** By SQLSTATE, its first characters, or what Node calls the failure; the first that fits. */
const meanings: [begins: string, words: Words][] = [
  ['ECONNREFUSED', unreachable],
  ['ENOTFOUND', unreachable],
  ['EAI_AGAIN', unreachable],
  ['ETIMEDOUT', unreachable],
  ['EHOSTUNREACH', unreachable],
  ['ENETUNREACH', unreachable],
  ['ENOENT', unreachable],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', certificate],
  ['SELF_SIGNED_CERT_IN_CHAIN', certificate],
  ['UNABLE_TO_', certificate],
  ['CERT_', certificate],
  ['ERR_TLS_CERT_ALTNAME_INVALID', certificate],
  ['ECONNRESET', lost],
  ['EPIPE', lost],
  ['08', lost],
  ['57P', lost],
  ['28', refusedLogin],
  ['3D000', (where) => [`The database of ${where} does not exist.`, 'Create it, or name another in the address.']],
  [
    '42501',
    (where) => [
      `The user may not write to ${where}.`,
      'Grant it CREATE and USAGE on the schema (or CREATE on the database, where the schema is missing) and TEMPORARY on the database; tables that another user made must be made its own.',
    ],
  ],
  ['25006', (where) => [`${where} is read-only.`, 'Name the primary server, not a standby of it.']],
  ['53100', (where) => [`The disk of ${where} is full.`, `Make room and run again: ${keptAndGoesOn}`]],
  ['53200', (where) => [`${where} is out of memory.`, `Run again: ${keptAndGoesOn}`]],
  ['53300', (where) => [`${where} takes no more connections.`, 'Close some, or run again later.']],
  ['55P03', busy],
  ['40P01', busy],
  ['42P01', altered],
  ['42703', altered],
  ['42804', altered],
  ['0A000', altered],
  ['54', tooLarge],
  [
    '2BP01',
    (where) => [
      `A view or another thing depends on a table of ${where} that must change.`,
      'Drop it, run again, and make it anew.',
    ],
  ],
];

/** Whatever the client threw, as a ConnectorError: `destination_unusable` where its user can mend it, else a bug of ours. */
export function postgresError(where: string, thrown: unknown): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const code = codeOf(thrown);
  const words = meanings.find(([begins]) => code.startsWith(begins))?.[1];
  if (words) {
    const [message, hint] = words(where, messageOf(thrown));
    return new ConnectorError('destination_unusable', message, { hint, cause: thrown });
  }
  // Its message may quote values.
  return new ConnectorError('internal', `PostgreSQL refused to write to ${where}: ${code || 'no code'}.`, {
    cause: thrown,
  });
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** SQLSTATE, or Node's code; what the client says without one gets that of its kind. */
function codeOf(thrown: unknown): string {
  const { code, errors } = thrown as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  // A host with more than one address fails with all their errors.
  if (errors?.[0]) return codeOf(errors[0]);
  const message = messageOf(thrown);
  if (/terminated|not queryable|Connection ended/i.test(message)) return '08006';
  if (/timeout/i.test(message)) return 'ETIMEDOUT';
  if (/does not support SSL/i.test(message)) return 'CERT_NONE';
  return /password/i.test(message) ? '28P01' : '';
}
