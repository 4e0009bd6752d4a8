/** Whether a sync could write to its destination. */
import { asConnectorError } from '../core/errors.ts';
import type { Workspace } from '../destinations/destination.ts';
import type { Examined } from '../destinations/examined.ts';
import { isInUse } from '../destinations/in-use.ts';
import type { Check } from './check.ts';

export interface DestinationOptions {
  examine(): Promise<Examined>;
  /** The workspace whose data is there; undefined where none is. May reject. */
  workspaceThere(): Promise<{ id: string; name: string } | undefined>;
  /** The token's, where it opens one. */
  workspace: Workspace | undefined;
}

/** Below it a first sync of a large workspace may fill the disk. */
const littleBytes = 2_000_000_000;

/** Never rejects. */
export async function checkDestination({ examine, workspaceThere, workspace }: DestinationOptions): Promise<Check[]> {
  const of = (name: string, rest: Omit<Check, 'section' | 'name'>): Check => ({
    section: 'destination',
    name,
    ...rest,
  });
  const examined = await examine().catch((thrown: unknown) => asConnectorError(thrown));
  if (examined instanceof Error) {
    const { message, hint } = examined;
    if (!isInUse(examined)) return [of('writing', { status: 'failed', found: message, hint })];
    return [of('lock', { status: 'warning', found: message, hint: 'A sync waits for it with --wait.' })];
  }
  const { location, found, freeBytes } = examined;
  const there = await workspaceThere().catch(() => undefined);
  const isOther = there !== undefined && workspace !== undefined && there.id !== workspace.id;
  return [
    of('writing', { status: 'ok', found: `${location}: ${found}, and free to be written` }),
    ...(there
      ? [
          of('workspace', {
            status: isOther ? 'failed' : 'ok',
            found: `holds "${there.name}" (${there.id})`,
            ...(isOther && {
              hint: 'The token is of another workspace: give each a destination of its own, with --to or --schema.',
            }),
          }),
        ]
      : []),
    ...(freeBytes === undefined
      ? []
      : [
          of('disk', {
            status: freeBytes < littleBytes ? 'warning' : 'ok',
            found: `${(freeBytes / 1e9).toFixed(1)} GB free`,
            ...(freeBytes < littleBytes && { hint: 'Make room, or name a file on another disk with --to.' }),
          }),
        ]),
  ];
}
