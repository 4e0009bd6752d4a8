/** Changes of whatever Intercom lists whole: one is made, changed in any of its fields, or deleted. */
import type { Workspace } from '../../src/simulator/index.ts';
import { listings } from '../../src/simulator/resources/workspace.ts';
import { valuesLike } from './field-values.ts';
import type { Change } from './mutator.ts';

/** Those that have changes of their own, since not every one of theirs may happen. */
const others = ['Admin', 'Team', 'Tag', 'Segment', 'DataAttribute'];

/** What an object keeps for life. */
const kept = ['id', 'type', 'created_at', 'updated_at'];

type Listed = ReadonlyMap<string, object>;
type Make = (...given: unknown[]) => unknown;

/** By name, how often beside other changes, and the change. */
export const listingChanges: Record<string, [weight: number, change: Change]> = Object.fromEntries(
  listings
    .filter(([, { one }]) => !others.includes(one))
    .flatMap(([name, { one }]): [string, [number, Change]][] => [
      [`create${one}`, [0.3, (workspace) => run(workspace, `create${one}`)]],
      [
        `update${one}`,
        [
          1.5,
          (workspace, random) => {
            const chosen = random.sample([...listed(workspace, name)], 1)[0];
            if (chosen === undefined) return undefined;
            const [id, item] = chosen;
            const changed = Object.entries(valuesLike(item, random)).filter(([field]) => !kept.includes(field));
            return run(workspace, `update${one}`, id, Object.fromEntries(changed));
          },
        ],
      ],
      [
        `delete${one}`,
        [
          0.2,
          (workspace, random) => {
            // What can be archived is never deleted.
            const ids = [...listed(workspace, name)].filter(([, item]) => !('archived' in item)).map(([id]) => id);
            return ids.length > 0 && run(workspace, `delete${one}`, random.pick(ids));
          },
        ],
      ],
    ]),
);

const listed = (workspace: Workspace, name: string): Listed => (workspace as unknown as Record<string, Listed>)[name]!;

const run = (workspace: Workspace, change: string, ...given: unknown[]): unknown =>
  (workspace as unknown as Record<string, Make>)[change]!(...given);
