/** Wiring: from a configuration to a connection to Intercom, with everything real behind it. */
import { type Connection, createConnection } from './connection.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { ConnectorError } from './core/errors.ts';
import type { Event } from './core/events.ts';
import type { Times } from './engine/start-run.ts';
import { createUtilization } from './engine/utilization.ts';
import { createClient } from './intercom/client.ts';
import { apiUrl, type Config, startOf } from './intercom/config.ts';
import type { Transport } from './intercom/http/transport.ts';
import { withAddressHint } from './intercom/http/unreachable.ts';
import { type Budget, createBudget } from './intercom/limits/budget.ts';
import { createRequestScheduler } from './intercom/limits/scheduler.ts';
import type { ReadContext } from './intercom/readers/reader.ts';
import { openSession, type Session } from './intercom/session.ts';
import { maskStreams, streamsOnlyOfWorkspace } from './masking/streams.ts';
import { withAllParts } from './streams/conversations/all-parts.ts';
import { readCustomAttributes, withCustomAttributes } from './streams/custom-attributes.ts';
import {
  definedStreams,
  type WorkspaceStreams,
  workspaceFamilies,
  workspaceStreams,
} from './streams/defined-streams.ts';
import { readAlready, withScans } from './streams/read-already.ts';
import { isFeed, type Scan, type Source, type Stream } from './streams/stream.ts';
import { workspace, workspacePage } from './streams/workspace/workspace.ts';

export interface ConnectOptions {
  config: Config;
  /** Such as `process.env`, of which INTERCOM_API_URL is read. */
  env: Record<string, string | undefined>;
  /** Aborted to stop: opening, and every read. */
  signal: AbortSignal;
  clock?: Clock;
  /**
   * Streams that may be read, or all that the configuration does not leave out: what the workspace itself says of them is asked for. The
   * custom attributes of what they are made of have types in the registry, and streams that only the workspace can name are in it. Default none.
   */
  typesFor?: readonly string[] | 'all';
  /** Is told what of the workspace's own could not be learned. Default: it is in the flow of the first read. */
  log?: ReadContext['log'];
  /** Milliseconds that opening may take. Default: as long as the client's patience. */
  within?: number;
}

const requestTimeoutMs = 90_000;

/** Connects to a workspace. Rejects with `config_invalid`, `token_refused`, `region_wrong` or `api_unavailable`. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { config, env, signal, clock = systemClock, within, typesFor = [] } = options;
  // What is wrong with the configuration is told before the first request.
  const defined = definedStreams(config);
  const { excluded: leftOut } = maskStreams(defined, config);
  const isWanted = ({ name }: Stream) => !leftOut.includes(name) && (typesFor === 'all' || typesFor.includes(name));
  // HTTP takes longer to load than all the rest: `spec` and `discover` do without.
  const { httpTransport } = await import('./intercom/http/transport.ts');
  const network = httpTransport({ connections: config.num_workers ?? 512, timeoutMs: requestTimeoutMs });
  const { transport, counts } = counted(network);
  const notes = createNotes();
  const budget = createBudget({ share: config.rate_limit_share, perMinute: config.api_rate_limit });
  const close = async () => network.close?.();
  try {
    const open = async (late: AbortSignal) => {
      const stopped = AbortSignal.any([signal, late]);
      const client = clientOf({ config, env, clock, transport, budget, notes, signal: stopped });
      const session = await openSession(client, config);
      const context = contextOf(session, { clock, signal: stopped, log: options.log ?? client.log });
      const found = await streamsOfWorkspace(context, { session, config, typesFor });
      const registry = withScans([...defined, ...found.streams], readBySession(session));
      const typed = await typedRegistry(context, registry, registry.filter(isWanted));
      const whole = withAllParts(typed, config.part_types_parameter);
      return { session, missing: found.missing, ...maskStreams(whole, config) };
    };
    const { session, missing, registry, excluded } = await inTime(open, {
      clock,
      ms: within,
      tooLate: (ms) => notOpened(ms, counts.refused),
    });
    return createConnection(
      {
        session,
        registry,
        excluded,
        missing,
        times: timesOf(config),
        emitDeletions: config.emit_deletions,
        clock,
        signal,
        requests: () => counts.answered,
        rateLimit: () => ({ perSecond: budget.rate(), told: budget.told() }),
        close,
      },
      { attach: notes.attach, utilization: createUtilization() },
    );
  } catch (error) {
    await close();
    throw withAddressHint(error, env);
  }
}

/** What the opening of a session has read of streams. */
function readBySession({ app }: Session): Map<Source, Scan> {
  const { scan } = workspace;
  return new Map(isFeed(scan) ? [] : [[scan, readAlready(scan, [workspacePage(app)])]]);
}

/** What the workspace's own definitions are read with. */
const contextOf = (
  { client, startedAt }: Session,
  context: Pick<ReadContext, 'clock' | 'signal' | 'log'>,
): ReadContext => ({ ...context, client, filters: [], settledBefore: startedAt });

/**
 * The workspace's own streams, where any is wanted or something of one is masked. A mask on a stream that it does not have may be meant for another
 * one: throws `config_invalid`.
 */
async function streamsOfWorkspace(
  context: ReadContext,
  { session, config, typesFor }: { session: Session; config: Config; typesFor: readonly string[] | 'all' },
): Promise<WorkspaceStreams> {
  const masked = streamsOnlyOfWorkspace([...config.exclude, ...config.hash]);
  const families = workspaceFamilies({ appId: session.workspace.id, clientId: config.client_id });
  const { streams, missing } = await workspaceStreams(
    context,
    typesFor === 'all' ? 'all' : [...typesFor, ...masked],
    families,
  );
  const names = streams.map(({ name }) => name);
  const unknown = masked.find((name) => streams.length > 0 && !names.includes(name));
  if (unknown !== undefined) {
    const hint = `There are: ${names.join(', ')}.`;
    throw new ConnectorError('config_invalid', `"exclude" or "hash": there is no stream "${unknown}".`, { hint });
  }
  return { streams, missing };
}

/** The registry, with the workspace's custom attributes as columns of the streams that are wanted. */
async function typedRegistry(
  context: ReadContext,
  registry: readonly Stream[],
  wanted: readonly Stream[],
): Promise<readonly Stream[]> {
  if (wanted.length === 0) return registry;
  return withCustomAttributes(registry, await readCustomAttributes(context, wanted));
}

/** The client that a configuration asks for, with a budget of its own. */
function clientOf(
  options: Required<Pick<ConnectOptions, 'config' | 'env' | 'signal' | 'clock'>> & {
    transport: Transport;
    budget: Budget;
    notes: Notes;
  },
) {
  const { config, env, signal, clock, transport, budget, notes } = options;
  return createClient({
    baseUrl: apiUrl(config, env),
    token: config.access_token,
    version: '2.17',
    transport,
    scheduler: createRequestScheduler({
      budget,
      clock,
      workers: config.num_workers,
      onPause: (until) => notes.add({ type: 'rate_limited', until }),
    }),
    clock,
    random: Math.random,
    signal,
    log: (level, message) => notes.add({ type: 'log', level, message }),
  });
}

/** Counts what a transport is answered, and how much of it with 429. */
function counted(network: Transport): { transport: Transport; counts: { answered: number; refused: number } } {
  const counts = { answered: 0, refused: 0 };
  const transport: Transport = async (request) => {
    const answer = await network(request);
    counts.answered++;
    if (answer.status === 429) counts.refused++;
    return answer;
  };
  return { transport, counts };
}

/** What the client tells: kept until a read takes it into its flow. */
interface Notes {
  add(event: Event): void;
  /** From now on a read takes them, first those that have waited. */
  attach(take: (event: Event) => void): void;
}

function createNotes(): Notes {
  const waiting: Event[] = [];
  let take = (event: Event) => {
    waiting.push(event);
  };
  return {
    add: (event) => take(event),
    attach(next) {
      take = next;
      for (const event of waiting.splice(0)) next(event);
    },
  };
}

/** Runs a task, whose signal is aborted with the error where it takes longer; without `ms` it may take as long as it does. */
async function inTime<T>(
  task: (signal: AbortSignal) => Promise<T>,
  { clock, ms, tooLate }: { clock: Clock; ms: number | undefined; tooLate(ms: number): Error },
): Promise<T> {
  const late = new AbortController();
  const ended = new AbortController();
  if (ms !== undefined) {
    clock.sleep(ms, ended.signal).then(
      () => late.abort(tooLate(ms)),
      () => {}, // it ended in time
    );
  }
  try {
    return await task(late.signal);
  } finally {
    ended.abort();
  }
}

function notOpened(ms: number, refused: number): ConnectorError {
  const seconds = Math.round(ms / 1000);
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
const timesOf = (config: Config): Times => ({
  start: startOf(config),
  lookback: config.lookback_window * 86_400,
  settling: Math.round(config.settling_minutes * 60),
});
