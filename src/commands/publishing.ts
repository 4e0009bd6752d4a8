/** sync --publish: after a sync has committed something, a copy of the file for readers. */
import { asConnectorError, ConnectorError } from '../core/errors.ts';
import { expandHome } from '../core/home.ts';
import type { Destination, Workspace } from '../destinations/destination.ts';
import { fileAt } from '../destinations/index.ts';

export interface Publishing {
  copy: string;
  /** The file that is copied. */
  file: string;
}

/** What a sync to an address publishes, if anything. Throws `config_invalid` where there is no file to copy. */
export function publishingOf({ to, publish }: { to: string; publish?: string }): Publishing | undefined {
  if (publish === undefined) return undefined;
  const file = fileAt(to);
  const copy = expandHome(publish);
  if (file !== undefined && copy !== '') return { copy, file };
  throw new ConnectorError(
    'config_invalid',
    `--publish copies a file, and ${file === undefined ? to : '""'} is none.`,
    {
      hint: 'It takes a path beside a file to sync into: --to duckdb:intercom.duckdb --publish copy.duckdb.',
    },
  );
}

/** Rejects, before anything is read, where the copy would take the place of something else. */
export async function refuseToPublish({ copy, file }: Publishing, workspace: Workspace): Promise<void> {
  const { refuseTargetEarly } = await import('../destinations/duckdb/publish.ts');
  await refuseTargetEarly(copy, { file, workspace });
}

export interface Published {
  destination: Destination;
  /** Once it is closed: whether there is a copy of what this sync has committed, and why not. */
  outcome(): { published: boolean; error?: ConnectorError };
}

/** The destination, which publishes as it closes: the file must still be ours. Not where the run was stopped, since that has little time. */
export function publishingAtClose(
  destination: Destination,
  { copy, workspace, signal }: { copy: string; workspace: Workspace; signal: AbortSignal },
): Published {
  let committed = false;
  let published = false;
  let error: ConnectorError | undefined;
  return {
    outcome: () => ({ published, ...(error && { error }) }),
    destination: {
      ...destination,
      async commit(commit) {
        await destination.commit(commit);
        committed = true;
      },
      async close() {
        if (committed && !published && !signal.aborted) {
          try {
            await destination.publish?.(copy, workspace);
            published = true;
          } catch (thrown) {
            error = asConnectorError(thrown);
          }
        }
        await destination.close();
      },
    },
  };
}
