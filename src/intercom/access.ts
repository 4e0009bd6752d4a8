/**
 * Whether the token still opens the workspace. A 401 of one endpoint may be a permission that lacks; where `/me` gives 401 as
 * well, the token was revoked, and no request will succeed any more.
 */
import type { Clock } from '../core/clock.ts';
import { ConnectorError } from '../core/errors.ts';

export interface Access {
  /** Aborted, with the error that ends the run, once the token is known to be revoked. */
  readonly signal: AbortSignal;
  /** A request that left at `sentAt` got a 401: resolves when it is known what that means. `ask` requests `/me`. */
  refused(sentAt: number, ask: () => Promise<unknown>): Promise<void>;
}

export function createAccess(clock: Pick<Clock, 'elapsed'>): Access {
  const revoked = new AbortController();
  let last: { askedAt: number; known: Promise<void> } | undefined;

  return {
    signal: revoked.signal,
    refused(sentAt, ask) {
      // What was asked after the request had left is true of it too: one question for all that are refused together.
      if (!last || last.askedAt < sentAt) {
        const known = ask().then(
          () => {},
          (error: unknown) => {
            if (error instanceof ConnectorError && error.code === 'token_refused') revoked.abort(revokedToken(error));
          },
        );
        last = { askedAt: clock.elapsed(), known };
      }
      return last.known;
    },
  };
}

const revokedToken = (cause: ConnectorError) =>
  new ConnectorError(
    'token_refused',
    'The access token was revoked, or has expired, during the run: Intercom refuses it (401).',
    {
      hint: "Take a new one from the app's page in the Developer Hub and run it again: it goes on where it stopped.",
      cause,
      details: { ...cause.details, revoked: 1 },
    },
  );

/** Whether it ends the whole run, not a stream alone. */
export const isRevoked = (error: unknown): boolean => error instanceof ConnectorError && error.details.revoked === 1;

/** Whether the token lacks the permission for what was asked; not that it was revoked. */
export const lacksPermission = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && ['permission_missing', 'token_refused'].includes(error.code) && !isRevoked(error);
