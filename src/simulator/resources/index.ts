/**
 * The registry: every family of objects that the simulated Intercom knows. Its order is the one in which they are seeded, and the first route
 * that fits a request responds.
 */
import type { AnyListing } from '../engine/listing.ts';
import type { Route } from '../engine/route.ts';
import type { Seeding } from '../engine/seeding.ts';
import type { Store, StoreKey } from '../engine/store.ts';
import * as activityLogs from './activity-logs/index.ts';
import * as attributes from './attributes/index.ts';
import * as availability from './availability/index.ts';
import * as brands from './brands/index.ts';
import * as calls from './calls/index.ts';
import * as companies from './companies/index.ts';
import * as connectors from './connectors/index.ts';
import * as contacts from './contacts/index.ts';
import * as content from './content/index.ts';
import * as conversations from './conversations/index.ts';
import * as customObjects from './custom-objects/index.ts';
import * as events from './events/index.ts';
import * as handlingEvents from './handling-events/index.ts';
import * as knowledge from './knowledge/index.ts';
import * as labels from './labels/index.ts';
import * as messages from './messages/index.ts';
import * as people from './people/index.ts';
import * as reporting from './reporting/index.ts';
import * as sideConversations from './side-conversations/index.ts';
import * as ticketTypes from './ticket-types/index.ts';
import * as tickets from './tickets/index.ts';

/** What a family may export. */
export interface Family {
  /** What it keeps, by the name that the workspace has for it. A listing brings changes and a truth of its own. */
  resources: Record<string, AnyListing | StoreKey<object>>;
  routes: readonly Route[];
  /** Its own changes, by name. */
  changes?(store: Store): object;
  /** All that there is of it, by the name of a stream. */
  truths?: Record<string, (store: Store) => object[]>;
  /** Fills a workspace with what it has of this. */
  seed?(seeding: Seeding): void;
  /** What every workspace has. */
  seedAlways?(seeding: Seeding): void;
}

export const families = {
  people,
  labels,
  attributes,
  availability,
  ticketTypes,
  companies,
  contacts,
  conversations,
  tickets,
  brands,
  activityLogs,
  calls,
  knowledge,
  connectors,
  events,
  sideConversations,
  handlingEvents,
  content,
  messages,
  customObjects,
  reporting,
};

/** The same, as families of whatever kind. */
export const allFamilies: readonly [name: string, family: Family][] = Object.entries(families);

const allRoutes = allFamilies.flatMap(([, family]) => family.routes);
const takesId = ({ path }: Route): boolean => path.includes(':');

/** Every endpoint of the simulated API. A path without an id comes before one whose id it could be, in whichever family that is. */
export const routes: readonly Route[] = [...allRoutes.filter((one) => !takesId(one)), ...allRoutes.filter(takesId)];
