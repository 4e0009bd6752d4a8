import { changeManners, type Manners, type SimulatorOptions, settle } from './engine/options.ts';
import { createStore } from './engine/store.ts';
import { type LifeOptions, startLife } from './life.ts';
import { seedWorkspace } from './resources/seed.ts';
import { createMutators, createWorkspace, type Workspace } from './resources/workspace.ts';
import { createApi } from './server/app.ts';
import { createControl } from './server/control.ts';
import { ConnectionBroken, withoutSocket } from './server/faults/connection-broken.ts';
import { createFaults, type FaultHandle, type Faults } from './server/faults/faults.ts';
import type { Listening } from './server/listen.ts';
import { createRateLimiter } from './server/rate-limit.ts';
import { createRequestLog, type RequestLog } from './server/request-log.ts';

export type { Json, JsonObject } from './engine/json.ts';
export type { Manners, SimulatorOptions } from './engine/options.ts';
export type { LifeOptions } from './life.ts';
export type { ActivityLog } from './resources/activity-logs/model.ts';
export type { ConversationAttribute } from './resources/attributes/conversation-attributes.ts';
export type { DataAttribute } from './resources/attributes/data-attributes.ts';
export type { AwayStatusReason } from './resources/availability/away-status-reasons.ts';
export type { Interval, OfficeHoursException, OfficeHoursSchedule } from './resources/availability/office-hours.ts';
export type { Call } from './resources/calls/calls.ts';
export type { Company, Note } from './resources/companies/model.ts';
export type { ContactActivity } from './resources/contacts/activity.ts';
export type { AppliedTag, Contact, InactiveContact, Merge } from './resources/contacts/model.ts';
export type { NewConversation, NewPart } from './resources/conversations/changes.ts';
export type {
  Author,
  Conversation,
  ConversationState,
  DeletedConversation,
  Part,
  Rating,
  Source,
  Statistics,
} from './resources/conversations/model.ts';
export type { HandlingEvent } from './resources/handling-events/index.ts';
export type { Segment } from './resources/labels/segments.ts';
export type { SubscriptionType } from './resources/labels/subscription-types.ts';
export type { Tag } from './resources/labels/tags.ts';
export type { EventKind, MessageEvent, Receipt } from './resources/messages/model.ts';
export type { Admin } from './resources/people/admins.ts';
export type { Team } from './resources/people/teams.ts';
export type { SideConversation } from './resources/side-conversations/tables.ts';
export type {
  TicketState,
  TicketStateCategory,
  TicketType,
  TicketTypeAttribute,
} from './resources/ticket-types/ticket-types.ts';
export type { NewTicket } from './resources/tickets/changes.ts';
export type { Ticket, TicketPart } from './resources/tickets/model.ts';
export type { Truth, TruthName, Workspace } from './resources/workspace.ts';
export type { FaultKind, FaultRequest, FaultSpec } from './server/faults/fault.ts';
export type { FaultHandle, Faults } from './server/faults/faults.ts';
export type { Listening } from './server/listen.ts';
export type { LoggedRequest, RequestFilter, RequestLog } from './server/request-log.ts';

/** A small Intercom: a workspace, and the API's manners around it. */
export interface Simulator {
  /** Answers a request in process, without a socket. A connection broken by a fault rejects as `fetch` does. */
  fetch(request: Request): Promise<Response>;
  /** Serves on 127.0.0.1, at a free port unless one is given; also the control surface under `/_simulator/`. */
  listen(port?: number): Promise<Listening>;
  /** What it holds: the truth, and the mutators that change it. */
  readonly workspace: Workspace;
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

/**
 * Makes a simulator with its own seeded workspace.
 *
 * ```ts
 * const simulator = createSimulator({ seed: 7 });
 * const { url, close } = await simulator.listen();
 * await fetch(`${url}/me`, { headers: { Authorization: 'Bearer simulator-token' } });
 * await close();
 * ```
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = { now: options.now ?? Date.now };
  const settings = settle({ ...options, now: () => clock.now() });
  const store = createStore(settings);
  const mutators = createMutators(store);
  seedWorkspace({ store, clock });

  const workspace = createWorkspace(store, mutators);
  const faults = createFaults(settings.seed);
  const requests = createRequestLog();
  const limiter = createRateLimiter(settings);
  const api = createApi({ store, settings, faults, requests, limiter });
  const control = createControl({ workspace, mutators, faults, requests, settings });

  return {
    workspace,
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
