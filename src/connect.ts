/** Wiring: from a configuration to a session with Intercom, with everything real behind it. */
import { type Clock, systemClock } from './core/clock.ts';
import { ConnectorError } from './core/errors.ts';
import type { Event } from './core/events.ts';
import type { Times } from './engine/start-run.ts';
import { createClient } from './intercom/client.ts';
import { apiUrl, type Config, startOf } from './intercom/config.ts';
import { withAddressHint } from './intercom/http/unreachable.ts';
import { createBudget } from './intercom/limits/budget.ts';
import { createRequestScheduler } from './intercom/limits/scheduler.ts';
import { openSession, type Session } from './intercom/session.ts';

export interface Connection {
  session: Session;
  /** From now on lines and pauses of the client go into this flow. */
  attach(note: (event: Event) => void): void;
  /** Requests answered so far. */
  requests(): number;
  close(): Promise<void>;
}

const requestTimeoutMs = 90_000;

/** Opens a session. Rejects with `token_refused`, `region_wrong` or `api_unavailable`. */
export async function connect(options: {
  config: Config;
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  clock?: Clock;
  /** Milliseconds that opening may take. Default: as long as the client's patience. */
  within?: number;
}): Promise<Connection> {
  const { config, env, clock = systemClock, within } = options;
  const opening = new AbortController();
  const signal = AbortSignal.any([options.signal, opening.signal]);
  const early: Event[] = [];
  let note = (event: Event) => {
    early.push(event);
  };
  // HTTP takes longer to load than all the rest: `spec` and `discover` do without.
  const { httpTransport } = await import('./intercom/http/transport.ts');
  const base = httpTransport({ connections: config.num_workers ?? 512, timeoutMs: requestTimeoutMs });
  let requests = 0;
  let refused = 0;
  const scheduler = createRequestScheduler({
    budget: createBudget({ share: config.rate_limit_share, perMinute: config.api_rate_limit }),
    clock,
    workers: config.num_workers,
    onPause: (until) => note({ type: 'rate_limited', until }),
  });
  const client = createClient({
    baseUrl: apiUrl(config, env),
    token: config.access_token,
    version: '2.17',
    transport: async (request) => {
      const answer = await base(request);
      requests++;
      if (answer.status === 429) refused++;
      return answer;
    },
    scheduler,
    clock,
    random: Math.random,
    signal,
    log: (level, message) => note({ type: 'log', level, message }),
  });
  const opened = new AbortController();
  if (within !== undefined) {
    clock.sleep(within, opened.signal).then(
      () => opening.abort(notOpened(within, refused)),
      () => {}, // it was opened in time
    );
  }
  try {
    const session = await openSession(client, config);
    return {
      session,
      requests: () => requests,
      attach(next) {
        note = next;
        for (const event of early.splice(0)) next(event);
      },
      close: async () => base.close?.(),
    };
  } catch (error) {
    await base.close?.();
    throw withAddressHint(error, env);
  } finally {
    opened.abort();
  }
}

function notOpened(within: number, refused: number): ConnectorError {
  const seconds = Math.round(within / 1000);
  return refused > 0
    ? new ConnectorError(
        'api_unavailable',
        `The workspace's rate limit is spent: for ${seconds} s Intercom refused every request (429).`,
        { hint: 'Other apps of the workspace spend it: try again later, or ask them for less.' },
      )
    : new ConnectorError('api_unavailable', `Intercom did not answer within ${seconds} s.`, {
        hint: 'Check the network and the address, or try again later.',
      });
}

/** What the configuration says of time, in seconds. */
export const timesOf = (config: Config): Times => ({
  start: startOf(config),
  lookback: config.lookback_window * 86_400,
  settling: Math.round(config.settling_minutes * 60),
});
