/** The file of an earlier demo: removed, so that each demo is a first sync; any other file is left as it is. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { ConnectorError } from '../core/errors.ts';
import { workspaceIn } from '../destinations/duckdb/workspace.ts';

/** The id of the workspace that the simulator makes. */
const simulatedWorkspace = 'sim00001';

/** True if there was one. Rejects with `destination_unusable` where the file is in use, is not a demo's, or can't be removed. */
export async function removeOldDemo(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  if ((await workspaceIn(file)) !== simulatedWorkspace) {
    throw new ConnectorError('destination_unusable', `${file} is there already, and was not made by a demo.`, {
      hint: 'Rename it, or run the demo in another folder.',
    });
  }
  try {
    // In this order: without its log the file is an older one of itself, while a log without its file is none's.
    await rm(`${file}.wal`, { force: true });
    await rm(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConnectorError('destination_unusable', `${file} of an earlier demo can't be removed (${code}).`, {
      hint: 'Allow writing to its folder, or run the demo in another one.',
      cause,
    });
  }
  return true;
}
