import { doBusiness, type Happened } from './business/business.ts';
import { type SimulatorOptions, settle } from './engine/options.ts';
import { createStore } from './engine/store.ts';
import { seedWorkspace } from './resources/seed.ts';
import { type Simulator, simulatorOf } from './simulator.ts';

export type { Happened } from './business/business.ts';
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
export type { Simulator } from './simulator.ts';

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
  const now = options.now ?? Date.now;
  const [seededAt, ...later] = options.moments ?? [];
  const clock = { now: seededAt === undefined ? now : () => seededAt };
  const store = createStore(settle({ ...options, now: () => clock.now() }));
  seedWorkspace({ store, clock });
  const simulator = simulatorOf(store);
  const { workspace } = simulator;
  let happened: Happened = {};
  let from = seededAt ?? 0;
  for (const to of later) {
    happened = doBusiness({ workspace, clock, seed: store.settings.seed, from, to });
    from = to;
  }
  clock.now = now;
  return { ...simulator, happened };
}
