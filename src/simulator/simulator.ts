/** A small Intercom over a store: what it holds, the API that shows it, and how both are changed. */
import type { Happened } from './business/business.ts';
import { changeManners, type Manners } from './engine/options.ts';
import type { Store } from './engine/store.ts';
import { type LifeOptions, startLife } from './life.ts';
import { createMutators, createWorkspace, type Workspace } from './resources/workspace.ts';
import { createApi } from './server/app.ts';
import { createControl } from './server/control.ts';
import { ConnectionBroken, withoutSocket } from './server/faults/connection-broken.ts';
import { createFaults, type FaultHandle, type Faults } from './server/faults/faults.ts';
import type { Listening } from './server/listen.ts';
import { createRateLimiter } from './server/rate-limit.ts';
import { createRequestLog, type RequestLog } from './server/request-log.ts';

/** A small Intercom: a workspace, and the API's manners around it. */
export interface Simulator {
  /** Answers a request in process, without a socket. A connection broken by a fault rejects as `fetch` does. */
  fetch(request: Request): Promise<Response>;
  /** Serves on 127.0.0.1, at a free port unless one is given; also the control surface under `/_simulator/`. */
  listen(port?: number): Promise<Listening>;
  /** What it holds: the truth, and the mutators that change it. */
  readonly workspace: Workspace;
  /** What happened between the last two of its moments. */
  readonly happened: Happened;
  /** How it misbehaves. */
  readonly faults: Faults;
  /** Every API request seen. */
  readonly requests: RequestLog;
  /** Changes options while it runs, such as the scopes that the token lacks. */
  change(manners: Manners): void;
  /** From now on every answer is a 401, until the fault it gives is removed. */
  revokeToken(): FaultHandle;
  /** Spends from the rate limit as another app of the workspace would. */
  spendBudget(requests: number): void;
  /** Makes random changes while it runs, until the function it gives is called. */
  startLife(options?: LifeOptions): () => void;
}

/** The simulator of a workspace that a store holds, however it was filled. */
export function simulatorOf(store: Store): Simulator {
  const { settings } = store;
  const mutators = createMutators(store);
  const workspace = createWorkspace(store, mutators);
  const faults = createFaults(settings.seed);
  const requests = createRequestLog();
  const limiter = createRateLimiter(settings);
  const api = createApi({ store, settings, faults, requests, limiter });
  const control = createControl({ workspace, mutators, faults, requests, settings });

  return {
    workspace,
    happened: {},
    faults,
    requests,
    fetch: (request) =>
      api(request).catch((error: unknown) => {
        if (error instanceof ConnectionBroken) return withoutSocket(error);
        throw error;
      }),
    async listen(port) {
      // What is called in process needs no server.
      const { serve } = await import('./server/listen.ts');
      return serve(async (request) => {
        const { pathname } = new URL(request.url);
        return pathname.startsWith('/_simulator/') ? control.fetch(request) : api(request);
      }, port);
    },
    change: (manners) => changeManners(settings, manners),
    revokeToken: () => faults.add({ kind: 'revoke-token' }),
    spendBudget: limiter.drain,
    startLife: (life) => startLife({ workspace, seed: settings.seed, now: settings.now }, life),
  };
}
