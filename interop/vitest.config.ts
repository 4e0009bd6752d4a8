import { defineConfig } from 'vitest/config';

/** `npm run interop`: the connector under programs that others wrote. One at a time: each has both cores. */
export default defineConfig({
  test: {
    include: ['interop/**/*.test.ts'],
    exclude: process.env.INTEROP === 'quick' ? ['interop/**/*.slow.test.ts'] : [],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
