/** What a seed stands for: the workspace, the API's manners, the network, the settings of the run. Pure. */
import type { Times } from '../../src/engine/start-run.ts';
import { createRandom, type Random } from '../../src/simulator/engine/random.ts';
import type { FaultSpec, SimulatorOptions } from '../../src/simulator/index.ts';
import { families } from '../support/registry.ts';

export interface Scenario {
  seed: number;
  random: Random;
  /** When it begins by the server's clock, unix milliseconds; and how far ours is from it. */
  begin: number;
  wrongBy: number;
  simulator: SimulatorOptions;
  /** Of these families all streams may be read, those that cost a request per record only where it says so. */
  families: readonly string[];
  costly: boolean;
  /** Whether the Preview version, and with it the contacts' activities, is open. */
  preview: boolean;
  pageCap: number;
  /** Search of conversations and tickets gives the newest first, whatever is asked. */
  newestFirst: boolean;
  latencyMs: number;
  unreachable: number;
  faults: FaultSpec[];
  /** Whether the faults are over when all else comes to rest. */
  faultsEnd: boolean;
  times: Times;
  /** Contacts are searched by the day, as the versions before 2.17 do it. */
  dayExact: boolean;
  /** How much a destination is given between two commits. */
  commitEvery: { rows: number; seconds: number };
  tuning: { sliceSize: number; checkpointRows: number; checkpointMs: number };
  /** How probable a change is between two steps of a request, and how many there are in one read at most. */
  unrest: number;
  mostChanges: number;
  /**
   * What keeps something from being read as it is: a record that is counted and comes in no page; a token without "Read tickets",
   * until the last read; values nested 400 deep in some records, as deep as may be.
   */
  flaw?: Flaw;
  /** The configuration changes between reads. */
  varies: boolean;
  /** Reads before the last one. */
  reads: number;
  /** A destination that keeps no memory of what is gone. */
  forgetful: boolean;
  /** A sink that takes rows away by tombstones in full refreshes, too. */
  appliesDeletions: boolean;
  /** Contacts are archived and blocked, and come back. */
  archives: boolean;
}

export type Flaw =
  | { kind: 'unreadable'; of: 'contacts' | 'conversations' | 'tickets'; place: number }
  | { kind: 'hidden-tickets' | 'deep' };

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Days on which some of the zones put their clocks forward or back, and others. */
const moments = [
  '2026-03-08T09:30:00Z',
  '2026-03-29T00:40:00Z',
  '2026-04-04T15:10:00Z',
  '2026-04-23T22:30:00Z',
  '2026-06-15T12:00:00Z',
  '2026-09-06T03:50:00Z',
  '2026-10-25T01:20:00Z',
  '2026-11-01T06:55:00Z',
  '2026-12-31T23:59:00Z',
];

const timezones = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Europe/Berlin',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];

/** Those that leave nothing unread for good. */
const faultKinds: FaultSpec[] = [
  { kind: '429' },
  { kind: '429', headers: false },
  { kind: '429', headers: false, retryAfter: 3 },
  { kind: '500' },
  { kind: '502' },
  { kind: '503', retryAfter: 7 },
  { kind: '504' },
  { kind: 'reset-before' },
  { kind: 'reset-middle' },
  { kind: 'truncated-json' },
  { kind: 'empty' },
  { kind: 'html' },
  { kind: 'hang' },
  { kind: 'invalid-cursor', times: Number.POSITIVE_INFINITY },
  { kind: 'scroll-exists' },
  { kind: 'scroll-expired' },
  { kind: 'scroll-restart' },
  { kind: 'drop-rate-headers' },
];

/** Answers that are well-formed and false, by some of which an early or a late answer to the same question says otherwise. */
const falseAnswers: FaultSpec[] = [
  { kind: 'gateway-404' },
  { kind: 'short-page-end', end: 'null' },
  { kind: 'short-page-end', end: 'absent' },
  { kind: 'short-page-end', end: 'url' },
  { kind: 'short-page-end', end: 'empty' },
  { kind: 'lost-item' },
  { kind: 'repeat-cursor' },
  { kind: 'two-cursors' },
  { kind: 'scroll-repeats' },
  { kind: 'page-ignored' },
  { kind: 'wrong-date' },
  { kind: 'wrong-date', ms: -366 * 24 * 3_600_000 },
  { kind: 'no-date' },
  { kind: 'garbage-rate-headers' },
  { kind: 'garbage-rate-headers', value: 'NaN', header: 'Remaining' },
  { kind: 'garbage-rate-headers', value: '0', header: 'Limit' },
  { kind: 'refuse-once' },
  { kind: 'no-list' },
  { kind: 'odd-items' },
  { kind: 'other-detail' },
  { kind: 'odd-activity-ids' },
  { kind: 'time-ahead', ahead: 'now' },
  { kind: 'time-ahead', ahead: 'now', place: 'random' },
  { kind: 'time-ahead', ahead: 'milliseconds' },
  { kind: 'time-ahead', ahead: 'year-2100' },
];

/** Whether it can happen to few requests only. */
const isRare = ({ kind }: FaultSpec): boolean =>
  kind.startsWith('scroll') || ['no-list', 'other-detail', 'odd-activity-ids', 'page-ignored'].includes(kind);

/** Whether it shows a record at a time that can not be. */
export const showsTheFuture = ({ kind, ahead = 'now' }: FaultSpec): boolean => kind === 'time-ahead' && ahead !== 'now';

export function scenarioOf(seed: number): Scenario {
  const random = createRandom(seed, 'scenario');
  const begin = Date.parse(random.pick(moments)) + random.int(-12, 12) * hour * 1000;
  const dayExact = random.chance(0.4);
  const preview = random.chance(0.85);
  const settling = random.pick([5, 10, 10, 30]) * minute;
  return {
    seed,
    random,
    begin,
    wrongBy: random.pick([0, 0, 0, 7 * hour, -26 * hour]) * 1000,
    families: familiesOf(random),
    costly: random.chance(0.3),
    preview,
    dayExact,
    simulator: {
      seed,
      counts: {
        contacts: random.int(20, 90),
        conversations: random.int(10, 40),
        tickets: random.int(5, 30),
        companies: random.pick([random.int(5, 30), random.int(95, 130), 100, random.int(190, 220)]),
      },
      timezone: random.pick(timezones),
      versions: [...(dayExact ? ['2.16'] : ['2.16', '2.17']), ...(preview ? ['Preview'] : [])],
      inclusiveBounds: random.chance(0.5),
      shuffledSearch: random.chance(0.35),
      indexingLagSeconds: random.pick([0, 0, random.int(1, 60), random.int(1, settling - 30)]),
      lagMode: random.pick(['stale', 'hidden']),
      ...mannersOf(random),
      ...exportsOf(createRandom(seed, 'exports')),
      rateLimit: random.pick([
        null,
        { limit: 1667, windowSeconds: 10 },
        { limit: 25, windowSeconds: 10 },
        { limit: 4, windowSeconds: 10 },
      ]),
    },
    pageCap: random.pick([3, 5, 10, 25, 150]),
    newestFirst: random.chance(0.2),
    latencyMs: random.pick([20, 300, 4_000]),
    unreachable: random.chance(0.2) ? 0.03 : 0,
    ...faultsOf(random),
    times: {
      start: random.chance(0.15) ? Math.floor(begin / 1000) - random.int(1, 300) * day : 0,
      lookback: random.chance(0.15) ? random.int(1, 3) * day : 0,
      settling,
    },
    tuning: {
      sliceSize: random.pick([5, 20, 100, 9_000]),
      checkpointRows: random.pick([1, 10, 100, 5_000]),
      checkpointMs: random.pick([200, 5_000, 10_000]),
    },
    unrest: random.pick([0, 0.02, 0.1, 0.3]),
    mostChanges: random.int(5, 60),
    reads: random.int(1, 4),
    forgetful: random.chance(0.5),
    commitEvery: { rows: random.pick([20, 200, 1_000, 20_000]), seconds: random.pick([15, 60]) },
    appliesDeletions: random.chance(0.5),
    archives: random.chance(0.4),
    varies: random.chance(0.5),
    ...flawOf(random),
  };
}

/** Three of them, about: what all cost grows with each stream, and what is wrong with one is mostly seen without the others. */
function familiesOf(random: Random): string[] {
  const names = families.map(({ name }) => name);
  return random.chance(0.1) ? names : [...new Set([random.pick(mainFamilies), ...random.sample(names, 2)])];
}

/** Of these records change, and take long to read. */
const mainFamilies = ['contacts', 'companies', 'conversations', 'tickets'];

function flawOf(random: Random): Pick<Scenario, 'flaw'> {
  const place = random.next();
  const flaws: Flaw[] = [
    { kind: 'unreadable', of: random.pick(['contacts', 'conversations', 'tickets']), place },
    { kind: 'hidden-tickets' },
    { kind: 'deep' },
  ];
  return random.chance(0.2) ? { flaw: random.pick(flaws) } : {};
}

/** The manners of lists and feeds, of which no document says enough. */
const mannersOf = (random: Random): Partial<SimulatorOptions> => ({
  pagedLists: random.chance(0.3),
  activityCursors: random.pick(['any', 'given-only', 'else-beginning']),
  inactiveContacts: random.chance(0.3),
  deletedListManner: random.pick([
    'as-documented',
    'as-documented',
    'ignores-order',
    'by-id',
    'no-times',
    'text-times',
  ]),
});

/** How exports come about. */
const exportsOf = (random: Random): Partial<SimulatorOptions> => ({
  exportSeconds: random.pick([0, 5, 600, 7200]),
  exportExpirySeconds: random.pick([300, 2 * day]),
  exportTimes: random.pick(['unix', 'text']),
});

/**
 * None; one kind at 5 %; those of the scroll more often, since it has few requests; or a swarm: a random subset of all kinds, of
 * which the false answers end before the last read, as they may keep it from its end.
 */
function faultsOf(random: Random): Pick<Scenario, 'faults' | 'faultsEnd'> {
  switch (random.int(0, 5)) {
    case 0:
      return { faults: [], faultsEnd: false };
    case 1:
      return { faults: [{ ...random.pick(faultKinds), rate: 0.05 }], faultsEnd: false };
    case 2: {
      const ofScroll = [...faultKinds, ...falseAnswers].filter(({ kind }) => kind.startsWith('scroll'));
      return { faults: ofScroll.map((spec) => ({ ...spec, rate: 0.15 })), faultsEnd: true };
    }
    default: {
      const all = [...faultKinds, ...falseAnswers];
      const swarm = random.sample(all, random.int(1, all.length));
      const rate = 0.05 / swarm.length;
      return {
        faults: swarm.map((spec) => ({ ...spec, rate: isRare(spec) ? Math.min(0.05, 8 * rate) : rate })),
        faultsEnd: true,
      };
    }
  }
}
