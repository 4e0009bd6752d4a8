/** Why streams failed, told once for all that failed for the same reason. Pure. */
import { ConnectorError } from '../core/errors.ts';

export interface Failure {
  stream: string;
  error: ConnectorError;
}

export interface Cause {
  /** Two failures of the same cause have the same. */
  key: string;
  /** What is wrong and what to do, without a stream's name. */
  text: string;
}

/** What a failure comes from: a permission, the plan, the version, an outage, or what its error says. */
export function causeOf({ error }: Failure): Cause {
  const { code, details, hint } = error;
  const { permission, reason, apiCode } = details;
  if (permission !== undefined)
    return {
      key: `permission ${permission}`,
      text: sentences(`The token lacks the permission "${permission}".`, hint),
    };
  if (code === 'plan_restricted')
    return {
      key: code,
      text: "The workspace's plan does not include it. Upgrade the plan, or leave out what it does not include.",
    };
  if (code === 'version_unsupported' && apiCode !== undefined)
    return { key: code, text: 'The API version in use does not have it. Leave it out until Intercom offers it.' };
  if (code === 'api_unavailable' && reason !== undefined)
    return { key: `${code} ${reason}`, text: sentences(`Intercom did not answer: ${reason}.`, hint) };
  // A stream's own error names it; what it was made of does not.
  const { message } = error.cause instanceof ConnectorError ? error.cause : error;
  return { key: `${code} ${message}`, text: sentences(message, hint) };
}

/** By cause the streams, in the order in which they failed. */
export function byCause(failures: readonly Failure[]): { text: string; streams: string[] }[] {
  const causes = new Map<string, { text: string; streams: string[] }>();
  for (const failure of failures) {
    const { key, text } = causeOf(failure);
    const cause = causes.get(key) ?? { text, streams: [] };
    causes.set(key, cause);
    cause.streams.push(failure.stream);
  }
  return [...causes.values()];
}

const sentences = (...texts: (string | undefined)[]): string => texts.filter(Boolean).join(' ');
