/** The errors of requests to which no usable response came, with what to do. Pure. */
import { ConnectorError } from '../core/errors.ts';
import { largestBody } from './http/body-limit.ts';

/** A request failed for good. `what` names it for people, such as `GET /admins`; `lost` is why no response came at last, if none did. */
export const unavailable = (what: string, reason: string, lost: Error | undefined) =>
  new ConnectorError('api_unavailable', `Intercom did not answer ${what}: ${reason}.`, {
    hint: 'Run it again later: it goes on where it stopped.',
    cause: lost,
    details: { reason, timeout: lost && isTimeout(lost) ? 1 : undefined },
  });

export const responseTooLarge = (what: string) =>
  new ConnectorError(
    'api_unavailable',
    `Intercom's answer to ${what} is larger than ${Math.floor(largestBody / 1024 / 1024)} MB, more than is held in memory.`,
    { hint: 'If it is right that it is so large, report it.' },
  );

/** The handshake comes before the request. */
export const certificateRefused = (host: string, cause: Error) =>
  new ConnectorError(
    'certificate_refused',
    `The certificate of ${host} can't be verified (${codeOf(cause)}): nothing was sent.`,
    {
      hint: 'Behind a proxy that looks into TLS, give its certificate by NODE_EXTRA_CA_CERTS=/path/to/certificate.pem; else check the address and the clock.',
      cause,
    },
  );

/** Text and code only, since the error itself may hold the request. */
export const plainError = (error: Error, mask: (text: string) => string): Error =>
  Object.assign(new Error(mask(error.message)), { code: codeOf(error) });

/** The code only (ECONNRESET, UND_ERR_HEADERS_TIMEOUT, …): messages may hold addresses and headers. */
export const lossText = (error: Error): string => `no answer (${codeOf(error)})`;

/** How Node says that a certificate is not trusted, is not of this host, or is not of this time. No retry helps. */
export const isUntrusted = (error: Error): boolean => /CERT|UNABLE_TO_VERIFY/.test(codeOf(error));

const isTimeout = (error: Error): boolean => /TIMEOUT|ETIMEDOUT/.test(codeOf(error));

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name);
