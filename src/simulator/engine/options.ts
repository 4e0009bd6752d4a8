import { allVersions } from './version.ts';

/** How the simulated workspace and its server behave. Everything has a default. */
export interface SimulatorOptions {
  /** The same seed and the same `now()` give the same workspace, byte for byte. Default 1. */
  seed?: number;
  /** Multiplies the seeded contacts (320), conversations (200), tickets (80) and companies (60). 0 is an empty workspace. Default 1. */
  scale?: number;
  /** How many there are to be of a kind, in place of what the scale gives. */
  counts?: { contacts?: number; conversations?: number; tickets?: number; companies?: number };
  /** The server's clock in milliseconds since the epoch. Default `Date.now`. */
  now?: () => number;
  /**
   * Moments of the past, ascending, in milliseconds since the epoch: the workspace is seeded as of the first, and between each and the next its
   * people go about their business. The same moments give the same workspace, and one more gives the same with what has happened since.
   * Default none: it is seeded as of now.
   */
  moments?: readonly number[];
  /** The access token that is right. Default 'simulator-token'. */
  token?: string;
  /** Where the workspace is hosted, as told by `/me`. Default 'us'. */
  region?: 'us' | 'eu' | 'au';
  /** The workspace's `id_code`. Default 'sim00001'. */
  workspaceId?: string;
  /** The workspace's IANA time zone; contact search up to version 2.16 takes its days from it. Default 'America/Los_Angeles'. */
  timezone?: string;
  /** The API versions that are accepted. Default 2.7 to 2.17 and Preview. */
  versions?: string[];
  /** Requests allowed in each fixed window of the clock; null for no limit. Default 1667 per 10 seconds. */
  rateLimit?: { limit: number; windowSeconds: number } | null;
  /** Delay of each answer in milliseconds. Default 0. */
  latencyMs?: number;
  /** How long search and lists of contacts, conversations and tickets lag behind a create, change or deletion. Default 0. */
  indexingLagSeconds?: number;
  /** Until a change is indexed, search shows the version before ('stale', the default) or nothing of the record ('hidden'). */
  lagMode?: 'stale' | 'hidden';
  /** Conversation and ticket search: do `>` and `<` include equality? Intercom's documents say both. Default false. */
  inclusiveBounds?: boolean;
  /** Conversation and ticket search ignores the sort asked for and orders by id. Default false. */
  shuffledSearch?: boolean;
  /** How long a company scroll lives without a request. Default 60. */
  scrollExpirySeconds?: number;
  /** The company scroll leaves out companies without people; Intercom does not say whether it does. Default false. */
  scrollHidesEmptyCompanies?: boolean;
  /**
   * Scopes the token lacks, such as 'read_conversations': what needs them answers 403. Without 'read_tickets' search and
   * list do not show the conversations that are tickets, and say nothing of it.
   */
  denied?: string[];
  /** What a conversation that is hidden for want of 'read_tickets' answers by id; no document says it. Default 403. */
  hiddenConversationStatus?: 403 | 404;
  /**
   * Preview's parameter of a conversation that lists the types of parts to leave out, such as 'exclude_part_types'; other versions
   * answer 422 to it. Empty, the default: it is ignored, as any that is not known.
   */
  partTypesParameter?: string;
  /** Whether 2.17 and Preview have `GET /contacts/deleted`, the list of contacts that are shown no longer. Default true. */
  inactiveContacts?: boolean;
  /**
   * The list of deleted conversations: by time in the order asked for, every entry with its time as a number
   * ('as-documented', the default); newest first whatever is asked; by id; some entries without their time; times as text,
   * by turns of digits and in ISO 8601.
   */
  deletedListManner?: 'as-documented' | 'ignores-order' | 'by-id' | 'no-times' | 'text-times';
  /**
   * What a cursor of the contact activities means that has the form of one and was never given: its place in time ('any', the
   * default), a 400, or the beginning.
   */
  activityCursors?: 'any' | 'given-only' | 'else-beginning';
  /** Tags, segments, admins, teams and attributes come in pages of five, as lists may that had one page only. Default false. */
  pagedLists?: boolean;
  /** How long an export job takes. Default 0. */
  exportSeconds?: number;
  /** How long what came of it can be downloaded. Default two days. */
  exportExpirySeconds?: number;
  /** An export has no more rows than this, and does not say that there are more. Default 10 million. */
  exportRows?: number;
  /** How exports write times: unix seconds, as the reference says (the default), or '2024-01-31 09:00:00 UTC'. */
  exportTimes?: 'unix' | 'text';
  /** The client id without which, and the workspace's id, nothing is said of jobs of the reports' export. Default null: none is asked for. */
  reportingClientId?: string | null;
  /** How many days reports reach back; an export of what is older is refused. Default 730. */
  reportingReachDays?: number;
  /** What exports of reports are: a CSV file (the default), gzipped, or in an archive. */
  reportingFile?: 'csv' | 'gzip' | 'tgz' | 'zip';
}

/** The options with every default filled in. */
export type Settings = Required<SimulatorOptions>;

const changeable = [
  'latencyMs',
  'inclusiveBounds',
  'shuffledSearch',
  'scrollExpirySeconds',
  'scrollHidesEmptyCompanies',
  'denied',
  'hiddenConversationStatus',
  'partTypesParameter',
  'inactiveContacts',
  'deletedListManner',
  'activityCursors',
  'pagedLists',
  'exportSeconds',
  'exportExpirySeconds',
  'exportRows',
  'exportTimes',
  'reportingClientId',
  'reportingReachDays',
  'reportingFile',
] as const satisfies (keyof SimulatorOptions)[];

/** The options that can be changed while the simulator runs. */
export type Manners = Pick<SimulatorOptions, (typeof changeable)[number]>;

/** Changes some of them from the next request on. */
export function changeManners(settings: Settings, manners: Manners): void {
  const unknown = Object.keys(manners).filter((name) => !(changeable as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new Error(`The option '${unknown[0]}' cannot be changed. Those that can: ${changeable.join(', ')}.`);
  }
  Object.assign(settings, manners);
}

/** Fills in the defaults. */
export function settle(options: SimulatorOptions): Settings {
  return {
    seed: 1,
    scale: 1,
    counts: {},
    now: Date.now,
    moments: [],
    token: 'simulator-token',
    region: 'us',
    workspaceId: 'sim00001',
    timezone: 'America/Los_Angeles',
    versions: allVersions,
    rateLimit: { limit: 1667, windowSeconds: 10 },
    latencyMs: 0,
    indexingLagSeconds: 0,
    lagMode: 'stale',
    inclusiveBounds: false,
    shuffledSearch: false,
    scrollExpirySeconds: 60,
    scrollHidesEmptyCompanies: false,
    denied: [],
    hiddenConversationStatus: 403,
    partTypesParameter: '',
    inactiveContacts: true,
    deletedListManner: 'as-documented',
    activityCursors: 'any',
    pagedLists: false,
    exportSeconds: 0,
    exportExpirySeconds: 2 * 86_400,
    exportRows: 10_000_000,
    exportTimes: 'unix',
    reportingClientId: null,
    reportingReachDays: 730,
    reportingFile: 'csv',
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  };
}
