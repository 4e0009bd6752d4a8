/**
 * Nothing is lost: streams read from a collection that changes while it is read and shows changes late, in runs that are
 * broken off anywhere and go on from any checkpoint, have everything in the end. And no checkpoint ever says too much.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event, Row, StreamState } from '../../src/core/events.ts';
import { contains } from '../../src/core/ranges.ts';
import { readState } from '../../src/engine/state.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { partsOver, reading, streamOfRole, streamOver } from './streams.ts';
import { createWorld, partsDetail, searchScan, type Thing, type World, walkScan } from './world.ts';

const day = 86_400;
const began = 20 * day;
/** Seconds that each question takes, and the longest that a change stays unseen. */
const questionTakes = 7;
const settling = 60;

const thing = fc.record({
  // A few moments are shared by many.
  updated_at: fc.oneof(fc.nat(began - 1), fc.constantFrom(5 * day, 5 * day + 1, began - 30)),
  role: fc.constantFrom('user', 'lead'),
});

const change = fc.record({
  /** Before which question. */
  at: fc.nat(80),
  /** Which thing; beyond the last one it is a new one. */
  which: fc.nat(18),
  /** Seconds until search shows it. */
  unseen: fc.oneof(fc.constant(0), fc.nat(settling)),
});

const attempt = fc.record({
  /** After how many events it ends. */
  after: fc.nat(40),
  kind: fc.constantFrom('stopped', 'killed'),
  /** From which of its checkpoints the next one goes on, counted from the last. */
  back: fc.oneof(fc.constant(0), fc.nat(5)),
  /** Seconds until the next one. */
  pause: fc.nat(2 * settling),
});

const story = fc.record({
  things: fc.array(thing, { maxLength: 16, size: 'max' }),
  changes: fc.array(change, { maxLength: 30, size: 'max' }),
  attempts: fc.array(attempt, { maxLength: 3 }),
  /** What the streams had read before: up to a moment, each its own. */
  marks: fc.array(fc.option(fc.nat(began + day)), { minLength: 4, maxLength: 4 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
  sliceSize: fc.integer({ min: 1, max: 6 }),
  checkpointRows: fc.integer({ min: 1, max: 8 }),
  /** How long answers take, in turns of the loop. */
  delays: fc.array(fc.oneof(fc.nat(4), fc.constant(60)), { minLength: 1, maxLength: 7 }),
});

type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

/** A world in which time passes with every question, and things change as the story has it. */
function enact({ things, changes, delays }: Story) {
  const world = createWorld(things.map((one, i) => ({ id: `t${i}`, ...one })));
  const shownAt = new Map<string, number>();
  /** All versions there were, and until when each was the present one. */
  const history: { thing: Thing; until: number; unseen: number }[] = [];
  let now = began;
  let asked = 0;
  const show = () => {
    world.hidden = new Set([...shownAt].filter(([, at]) => at > now).map(([id]) => id));
  };
  world.onQuestion = async () => {
    for (const { which, unseen } of changes.filter(({ at }) => at === asked)) {
      const id = `t${which}`;
      const old = world.things.get(id);
      if (old) history.push({ thing: old, until: now, unseen });
      world.things.set(id, { id, role: old?.role ?? 'user', updated_at: now });
      shownAt.set(id, now + unseen);
    }
    asked++;
    now += questionTakes;
    show();
    for (let i = delays[asked % delays.length] ?? 0; i > 0; i--) await Promise.resolve();
  };
  const wait = (seconds: number) => {
    now += seconds;
    show();
  };
  return { world, history, now: () => now, wait };
}

/** The streams, each with the things it should have. */
function streamsOf(world: World, pageSize: number): { stream: Stream; has(thing: Thing): boolean }[] {
  const scan = searchScan(world, { pageSize });
  return [
    { stream: streamOver(scan), has: () => true },
    { stream: streamOfRole(scan, 'lead'), has: ({ role }) => role === 'lead' },
    { stream: partsOver(scan, partsDetail()), has: () => true },
    { stream: streamOver(walkScan(world, { pageSize }), { name: 'walked' }), has: () => true },
  ];
}

/** One version of a thing, as a thing or as its part says it. */
const versionOf = (row: Row | Thing): string => `${row.thing_id ?? row.id}@${row.thing_updated_at ?? row.updated_at}`;

interface Kept {
  /** Versions by stream. */
  rows: Map<string, Set<string>>;
  states: Map<string, StreamState>;
}

const copyOf = ({ rows, states }: Kept): Kept => ({
  rows: new Map([...rows].map(([stream, versions]) => [stream, new Set(versions)])),
  states: new Map(states),
});

function keep(kept: Kept, event: Event): void {
  if (event.type === 'records') for (const row of event.rows) kept.rows.get(event.stream)?.add(versionOf(row));
  if (event.type === 'checkpoint') for (const { stream, state } of event.states) kept.states.set(stream, state);
}

async function play(told: Story): Promise<void> {
  const { world, history, now, wait } = enact(told);
  const members = streamsOf(world, told.pageSize);
  const streams = members.map(({ stream }) => stream);
  const tuning = { sliceSize: told.sliceSize, checkpointRows: told.checkpointRows };

  /** Things of a stream that some predicate holds for, of which it has no row at their present version. */
  const missing = (kept: Kept, isDue: (stream: Stream, thing: Thing) => boolean) =>
    members.flatMap(({ stream, has }) =>
      [...world.things.values()]
        .filter((one) => has(one) && isDue(stream, one) && !kept.rows.get(stream.name)?.has(versionOf(one)))
        .map((one) => `${stream.name} ${versionOf(one)}`),
    );
  const isClaimed =
    (kept: Kept) =>
    (stream: Stream, { updated_at }: Thing) => {
      const said = readState(stream.name, kept.states.get(stream.name), 'updated_at');
      return said !== undefined && (updated_at < said.low || contains(said.slices, updated_at));
    };

  /** Reads until `until` says so, and returns what was kept at each checkpoint. */
  async function run(from: Kept, until?: (events: number) => 'stopped' | 'killed' | undefined) {
    const startedAt = now();
    const stopping = new AbortController();
    const kept = copyOf(from);
    const checkpoints: Kept[] = [];
    const states = Object.fromEntries(from.states);
    const flow = reading({ streams, states, startedAt, times: { settling }, tuning, signal: stopping.signal });
    let events = 0;
    try {
      for await (const event of flow) {
        keep(kept, event);
        if (event.type === 'checkpoint') {
          checkpoints.push(copyOf(kept));
          expect(missing(kept, isClaimed(kept))).toEqual([]);
          for (const [name, state] of kept.states) {
            expect(Number(state.updated_at)).toBeGreaterThanOrEqual(Number(from.states.get(name)?.updated_at ?? 0));
          }
        }
        if (event.type === 'status' && event.status === 'incomplete') throw event.error;
        const end = until?.(++events);
        if (end === 'killed') break;
        if (end === 'stopped') stopping.abort(new Error('stopped'));
      }
    } catch (thrown) {
      if (!stopping.signal.aborted || thrown !== stopping.signal.reason) throw thrown;
    }
    return { startedAt, kept, checkpoints };
  }

  let kept: Kept = {
    rows: new Map(streams.map(({ name }) => [name, new Set<string>()])),
    states: new Map(),
  };
  for (const [i, mark] of told.marks.entries()) {
    const { stream } = members[i] ?? expect.fail();
    if (mark === null) continue;
    kept.states.set(stream.name, { updated_at: Math.min(mark, began - settling) });
    for (const one of world.things.values())
      if (isClaimed(kept)(stream, one)) kept.rows.get(stream.name)?.add(versionOf(one));
  }

  for (const { after, kind, back, pause } of told.attempts) {
    const { checkpoints } = await run(kept, (events) => (events > after ? (kind as 'stopped' | 'killed') : undefined));
    kept = checkpoints.at(-1 - Math.min(back, checkpoints.length - 1)) ?? kept;
    wait(pause);
  }

  const last = await run(kept);
  // What was there as it began is out, as it was at some moment since; what search showed late excepted.
  for (const { stream, has } of members) {
    for (const one of world.things.values()) {
      const changes = history.filter(({ thing, until }) => thing.id === one.id && until >= last.startedAt - settling);
      if (!has(one) || changes.some(({ unseen }) => unseen > 0)) continue;
      const versions = [one, ...changes.map(({ thing }) => thing)];
      if (!versions.some(({ updated_at }) => updated_at < last.startedAt - settling)) continue;
      const out = versions.filter((version) => last.kept.rows.get(stream.name)?.has(versionOf(version)));
      expect(out.length, `${stream.name} ${one.id}`).toBeGreaterThan(0);
    }
  }
  expect(missing(last.kept, (_stream, { updated_at }) => updated_at < last.startedAt - settling)).toEqual([]);

  wait(2 * settling);
  const calm = await run(last.checkpoints.at(-1) ?? expect.fail());
  wait(2 * settling);
  expect(missing(calm.kept, (_stream, { updated_at }) => updated_at < calm.startedAt - settling)).toEqual([]);
}

describe('streams of a living collection', () => {
  test('have everything in the end, whatever breaks off where', () =>
    fc.assert(fc.asyncProperty(story, play), { numRuns: 150 }));
});
