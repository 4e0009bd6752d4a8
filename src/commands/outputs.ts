/** stdout and stderr of the whole command: what no one reads any more is dropped, and ends nothing. */
import { isReaderGone } from '../protocols/line-output.ts';

export interface Outputs {
  /** True once stdout could not be written though its reader is there, which has been told. */
  failed(): boolean;
}

/** Without a listener an EPIPE would end the process with a stack trace, in the middle of a sync. */
export function guardOutputs({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): Outputs {
  let failed = false;
  stderr.on('error', () => {});
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed || isReaderGone(error)) return;
    failed = true;
    process.exitCode = 1;
    stderr.write(`The output can't be written: ${error.message}. Make room where it goes, or send it elsewhere.\n`);
  });
  return { failed: () => failed };
}
