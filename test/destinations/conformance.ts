/** What every destination must do: one suite, which each implementation's test runs with a place of its own. */
import { describe } from 'vitest';
import { benchOf, type Place } from './conformance/bench.ts';
import { checksSuite } from './conformance/checks.ts';
import { commitsSuite } from './conformance/commits.ts';
import { countsSuite } from './conformance/counts.ts';
import { refreshesSuite } from './conformance/refreshes.ts';
import { rowsSuite } from './conformance/rows.ts';
import { setsSuite } from './conformance/sets.ts';
import { tombstonesSuite } from './conformance/tombstones.ts';
import { upsertsSuite } from './conformance/upserts.ts';

export function conformance({ name, create }: { name: string; create(): Promise<Place> }): void {
  describe(`${name} as a destination`, () => {
    const at = benchOf(create);
    rowsSuite(at);
    upsertsSuite(at);
    setsSuite(at);
    tombstonesSuite(at);
    refreshesSuite(at);
    checksSuite(at);
    commitsSuite(at);
    countsSuite(at);
  });
}
