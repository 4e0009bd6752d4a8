/** When a sync publishes: once, as it closes, if it has committed something and was not stopped. */
import { describe, expect, test } from 'vitest';
import { publishingAtClose, publishingOf } from '../../src/commands/publishing.ts';
import { ConnectorError } from '../../src/core/errors.ts';
import type { Destination } from '../../src/destinations/destination.ts';
import { acme, nothing } from '../destinations/fixtures.ts';

const full = new ConnectorError('destination_unusable', 'The disk is full.');

/** What a destination is told, in order, and what came of it. */
async function run({ commits = 1, stopped = false, fails = false }) {
  const told: string[] = [];
  const stop = new AbortController();
  const destination = {
    async commit() {
      told.push('commit');
    },
    async publish(copy: string, { id }: { id: string }) {
      told.push(`publish ${copy} of ${id}`);
      if (fails) throw full;
    },
    async close() {
      told.push('close');
    },
  } as unknown as Destination;
  const published = publishingAtClose(destination, { copy: 'copy.duckdb', workspace: acme, signal: stop.signal });
  for (let i = 0; i < commits; i++) await published.destination.commit(nothing);
  if (stopped) stop.abort();
  await published.destination.close();
  return { told, ...published.outcome() };
}

describe('a sync publishes', () => {
  test('once, after its last commit, while the file is still its own', async () => {
    expect(await run({ commits: 2 })).toEqual({
      told: ['commit', 'commit', 'publish copy.duckdb of w1', 'close'],
      published: true,
    });
  });

  test('nothing where it has committed nothing, or was stopped', async () => {
    expect(await run({ commits: 0 })).toEqual({ told: ['close'], published: false });
    expect(await run({ stopped: true })).toEqual({ told: ['commit', 'close'], published: false });
  });

  test('and closes all the same where that fails', async () => {
    expect(await run({ fails: true })).toEqual({
      told: ['commit', 'publish copy.duckdb of w1', 'close'],
      published: false,
      error: full,
    });
  });

  test('a file only, at a path', () => {
    expect(publishingOf({ to: 'duckdb:x.duckdb' })).toBeUndefined();
    expect(publishingOf({ to: 'duckdb:x.duckdb', publish: 'y.duckdb' })).toEqual({
      copy: 'y.duckdb',
      file: 'x.duckdb',
    });
    for (const wrong of [
      { to: 'duckdb:x.duckdb', publish: '' },
      { to: 'elsewhere:x', publish: 'y.duckdb' },
    ])
      expect(() => publishingOf(wrong)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});
