/** Wiring: from a configuration to a session with Intercom, with everything real behind it. */
import { type Clock, systemClock } from './clock.ts';
import { apiUrl, type Config, startOf } from './config.ts';
import type { Times } from './engine/stream-run.ts';
import type { Event } from './events.ts';
import { createBudget } from './intercom/budget.ts';
import { createClient } from './intercom/client.ts';
import { createGate } from './intercom/gate.ts';
import { openSession, type Session } from './intercom/session.ts';
import { withAddressHint } from './intercom/unreachable.ts';

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
}): Promise<Connection> {
  const { config, env, signal, clock = systemClock } = options;
  const early: Event[] = [];
  let note = (event: Event) => {
    early.push(event);
  };
  // HTTP takes longer to load than all the rest: `spec` and `discover` do without.
  const { httpTransport } = await import('./intercom/transport.ts');
  const base = httpTransport({ connections: config.num_workers ?? 512, timeoutMs: requestTimeoutMs });
  let requests = 0;
  const gate = createGate({
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
      return answer;
    },
    gate,
    clock,
    random: Math.random,
    signal,
    log: (level, message) => note({ type: 'log', level, message }),
  });
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
  }
}

/** What the configuration says of time, in seconds. */
export const timesOf = (config: Config): Times => ({
  start: startOf(config),
  lookback: config.lookback_window * 86_400,
  settling: Math.round(config.settling_minutes * 60),
});
