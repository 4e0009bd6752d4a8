/** Where the first request fails for good, the setting that sent it elsewhere is to be looked at. */
import { ConnectorError, type ErrorCode } from '../../core/errors.ts';

const codes: readonly ErrorCode[] = ['api_unavailable', 'not_found', 'request_refused'];

/** The same error with a hint that names INTERCOM_API_URL or HTTPS_PROXY, where one is set and may be the reason. */
export function withAddressHint(error: unknown, env: Record<string, string | undefined>): unknown {
  if (!(error instanceof ConnectorError) || !codes.includes(error.code)) return error;
  const hint = hintOf(error, env);
  return hint
    ? new ConnectorError(error.code, error.message, { hint, cause: error.cause, details: error.details })
    : error;
}

function hintOf({ cause }: ConnectorError, env: Record<string, string | undefined>): string | undefined {
  const isPlain = env.INTERCOM_API_URL?.startsWith('http:');
  const proxy = ['HTTPS_PROXY', 'https_proxy'].find((name) => env[name]);
  // The proxy's own failures come as failed connections; a response has passed it.
  if (proxy && !isPlain && cause !== undefined) {
    return `Check that the proxy in ${proxy} runs and lets this machine through, or unset it to go without; then run it again.`;
  }
  if (env.INTERCOM_API_URL) {
    return "Check INTERCOM_API_URL: it takes the API's address, without any path of its own; or run it again later.";
  }
  return undefined;
}
