/** Which seeds to play: SEED=17 that one; else SEEDS of them, FROM the first on, of which SHARD=1/2 takes every other one. */

const { SEED, FROM = '1', SHARD = '1/1' } = process.env;

export const seedNumbers = (count: number): number[] => {
  if (SEED) return [Number(SEED)];
  const [index = 1, of = 1] = SHARD.split('/').map(Number);
  const all = Array.from({ length: count }, (_, i) => Number(FROM) + i);
  return all.filter((seed) => seed % of === index % of);
};

/** Milliseconds that a seed may take: some seconds, and many more where a machine plays thousands beside other work. */
export const patience = 300_000;
