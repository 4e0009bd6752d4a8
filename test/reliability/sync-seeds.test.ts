/**
 * Nothing is lost on the way into the last table, whatever the seed: each stands for a workspace, an API's manners, a network,
 * changes, configurations and breaks, after which every table of the database must be the truth, value by value.
 * SEEDS=5000 plays more of them, SEED=17 that one again; DATABASES=PostgreSQL only into that one.
 */
import { describe, expect, test } from 'vitest';
import { testDatabases } from '../support/test-database.ts';
import { storyOf } from './play.ts';
import { patience, seedNumbers } from './seed-numbers.ts';
import { playSyncs } from './sync-play.ts';

const { SEEDS = '60' } = process.env;

/** One in ten or twenty, unless many are asked for: a seed takes longer here than one of events alone. */
const numberOf = (name: string): number =>
  Number(SEEDS) > 100 ? Number(SEEDS) : Math.ceil(Number(SEEDS) / (name === 'DuckDB' ? 10 : 20));

describe.each(testDatabases)('after syncs into $name that were cut off, failed and went on', ({ name, create }) => {
  test.each(seedNumbers(numberOf(name)))('the tables are the truth: seed %i', { timeout: patience }, async (seed) => {
    const played = await playSyncs(seed, { database: await create() });
    expect(played.problems.slice(0, 20), storyOf('sync-seeds', seed, played)).toEqual([]);
  });
});
