/** Files that are kept while they are read, in the system's folder for such. */
import { ConnectorError } from './errors.ts';

/** That one can't be written, by what the system said of it. */
export const temporaryFileFailed = (cause: Error): ConnectorError =>
  new ConnectorError(
    'temporary_file_failed',
    `A temporary file can't be written (${'code' in cause ? cause.code : cause.name}).`,
    {
      hint: 'Free some space where temporary files are kept, or set TMPDIR to a folder that has it.',
      cause,
    },
  );
