/** What a failure is known by: SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), or Node's code. */

/** What the client says without a code gets that of its kind; `NO_TLS` is ours. Empty where there is none. */
export function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return '';
  const { code, errors, syscall } = thrown as { code?: unknown; errors?: unknown[]; syscall?: unknown };
  // A connection that there was.
  if (syscall === 'read' || syscall === 'write') return '08006';
  if (typeof code === 'string') return code;
  // A host with more than one address fails with all their errors.
  if (errors?.[0]) return codeOf(errors[0]);
  const message = thrown instanceof Error ? thrown.message : '';
  return messages.find(([pattern]) => pattern.test(message))?.[1] ?? '';
}

const messages: [RegExp, string][] = [
  [/terminated|not queryable|Connection ended|closed/i, '08006'],
  [/timeout/i, 'ETIMEDOUT'],
  [/SSL/, 'NO_TLS'],
  [/password|SASL|authentication/i, '28P01'],
];
