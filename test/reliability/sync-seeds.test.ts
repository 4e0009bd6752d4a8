/**
 * Nothing is lost on the way into the last table, whatever the seed: each stands for a workspace, an API's manners, a network,
 * changes, configurations and breaks, after which every table of the DuckDB file must be the truth, value by value.
 * SEEDS=5000 plays more of them, SEED=17 that one again.
 */
import { describe, expect, test } from 'vitest';
import { storyOf } from './play.ts';
import { patience, seedNumbers } from './seed-numbers.ts';
import { playSyncs } from './sync-play.ts';

const { SEEDS = '60' } = process.env;

/** One in ten, unless many are asked for: a seed takes longer here than one of events alone. */
const number = Number(SEEDS) > 200 ? Number(SEEDS) : Math.ceil(Number(SEEDS) / 10);
const seeds = seedNumbers(number);

describe('after syncs that were cut off, failed and went on while everything changed', () => {
  test.each(seeds)('the tables are the truth: seed %i', { timeout: patience }, async (seed) => {
    const played = await playSyncs(seed);
    expect(played.problems.slice(0, 20), storyOf('sync-seeds', seed, played)).toEqual([]);
  });
});
