/** How a stream is read, by what the catalog asks for and what its bookmark says. */
import { describe, expect, test } from 'vitest';
import type { Bookmark } from '../../../src/protocols/singer/state.ts';
import { planStream } from '../../../src/protocols/singer/versions.ts';
import { streams } from '../airbyte/streams.ts';

const [contacts, admins] = streams as [(typeof streams)[0], (typeof streams)[0]];
const now = 1_700_000_000_000;
const loaded: Bookmark = { state: { updated_at: 9 }, version: 5, isLoaded: true };
const broken: Bookmark = { state: { updated_at: 3, sync_id: 5 }, version: 5, isLoaded: false };

describe('of a stream with a cursor', () => {
  test('the first run is a load of a new version', () => {
    expect(planStream(contacts, undefined, undefined, now)).toEqual({
      selected: { name: 'contacts', syncMode: 'full_refresh', syncId: now },
      state: undefined,
      version: now,
      isLoad: true,
    });
  });

  test('a load that broke off goes on, with its version', () => {
    for (const method of ['FULL_TABLE', 'INCREMENTAL', undefined] as const)
      expect(planStream(contacts, method, broken, now)).toEqual({
        selected: { name: 'contacts', syncMode: 'full_refresh', syncId: 5 },
        state: broken.state,
        version: 5,
        isLoad: true,
      });
  });

  test('what follows it is incremental, with its version', () => {
    expect(planStream(contacts, undefined, loaded, now)).toEqual({
      selected: { name: 'contacts', syncMode: 'incremental', syncId: null },
      state: loaded.state,
      version: 5,
      isLoad: false,
    });
  });

  test('FULL_TABLE loads it anew', () => {
    expect(planStream(contacts, 'FULL_TABLE', loaded, now)).toMatchObject({
      selected: { syncMode: 'full_refresh', syncId: now },
      version: now,
      isLoad: true,
    });
  });

  test("another tap's bookmark has no version, and none is made up", () => {
    const { version, isLoad } = planStream(contacts, undefined, { ...loaded, version: undefined }, now);
    expect({ version, isLoad }).toEqual({ version: undefined, isLoad: false });
  });
});

test('a stream without a cursor is loaded anew by every run, also after a break', () => {
  for (const bookmark of [undefined, { ...loaded, state: {} }, { ...broken, state: {} }])
    expect(planStream(admins, 'INCREMENTAL', bookmark, now)).toMatchObject({ version: now, isLoad: true });
});

test('a version is later than the one before, also where the clock went back', () => {
  const ahead = { ...loaded, version: now + 60_000 };
  expect(planStream(contacts, 'FULL_TABLE', ahead, now).version).toBe(now + 60_001);
});
