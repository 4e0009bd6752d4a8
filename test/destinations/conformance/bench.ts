/** A place, and the destination open on it, for each test of a suite. */
import { afterEach, beforeEach } from 'vitest';
import type { StreamInfo } from '../../../src/core/catalog.ts';
import type { RecordsEvent, Row } from '../../../src/core/events.ts';
import type { Destination, LoadTarget } from '../../../src/destinations/destination.ts';
import { acme, infosOf, loads, nothing } from '../fixtures.ts';

/** Where a destination writes, as its test sees it: opened by it again and again, and read apart from it. */
export interface Place {
  /** What U+0000 becomes where it can't hold that; left out where it can. */
  nul?: string;
  open(): Promise<Destination>;
  /** Committed rows by key: times as ISO 8601 in milliseconds, JSON parsed, null where a column holds nothing. */
  rows(stream: string): Promise<Row[]>;
  /** What is known to be deleted. */
  deleted(): Promise<{ stream: string; key: Row; deleted_at: string; reason: string | null }[]>;
  remove(): Promise<void>;
}

/** What a suite's tests work with, anew for each of them. */
export interface Bench {
  place: Place;
  /** Open and prepared. */
  destination: Destination;
  /** Closes the destination and opens it again, as the next sync does. */
  restart(streams?: LoadTarget[]): Promise<void>;
  /** Closes the destination and opens it unprepared: what does it remember? */
  reopen(): ReturnType<Destination['open']>;
  /** Writes and commits. */
  load(...batches: RecordsEvent[]): Promise<void>;
  ids(info: StreamInfo): Promise<unknown[]>;
}

export function benchOf(create: () => Promise<Place>): Bench {
  const at = {
    async restart(streams = loads()) {
      await at.destination.close();
      at.destination = await at.place.open();
      await at.destination.open(acme, infosOf(streams));
      await at.destination.prepare(streams);
    },
    async reopen() {
      await at.destination.close();
      at.destination = await at.place.open();
      return at.destination.open(acme, infosOf(loads()));
    },
    async load(...batches) {
      for (const batch of batches) await at.destination.write(batch);
      await at.destination.commit(nothing);
    },
    ids: async (info) => (await at.place.rows(info.name)).map(({ id }) => id),
  } as Bench;

  beforeEach(async () => {
    at.place = await create();
    at.destination = await at.place.open();
    await at.destination.open(acme, infosOf(loads()));
    await at.destination.prepare(loads());
  });
  afterEach(async () => {
    await at.destination.close();
    await at.place.remove();
  });
  return at;
}
