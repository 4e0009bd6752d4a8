/** What DuckDB says when a file can't be used, in words that say what to do. */
import { ConnectorError } from '../../core/errors.ts';
import { inUse } from '../in-use.ts';

const anotherFile = 'or choose another file.';

const outOfMemory = /Out of Memory|failed to (pin|allocate)|could not allocate/i;

/** Whether DuckDB needed more memory than it may take. Where it folds its log into the file, it tells so within another error. */
export const isOutOfMemory = (thrown: unknown): boolean => thrown instanceof Error && outOfMemory.test(thrown.message);

/** What DuckDB's message holds, what that means, and what to do. */
interface Meaning {
  holds: RegExp;
  means(path: string, message: string): [message: string, hint: string];
  details?(message: string): ConnectorError['details'];
}

const meanings: Meaning[] = [
  {
    holds: /Could not set lock|used by another process/i,
    means: (path, message) => [
      `Another process${/\(PID \d+\)/.exec(message)?.[0].replace(/^/, ' ') ?? ''} has ${path} open.`,
      `Close it there (a DuckDB shell, a notebook), wait for another sync (--wait), ${anotherFile} What reads beside a sync reads a copy: sync --publish.`,
    ],
    details: (message) => inUse(Number(/\(PID (\d+)\)/.exec(message)?.[1]) || undefined),
  },
  {
    holds: /not a valid DuckDB database/i,
    means: (path) => [`${path} is not a DuckDB database.`, 'Choose another file; this one is left as it is.'],
  },
  {
    holds: /Corrupt database file|Could not read enough bytes|replaying WAL/i,
    means: (path) => [
      `${path} is damaged: it is cut off, or something else wrote into it.`,
      'Restore it from a backup, or sync into another file; this one is left as it is.',
    ],
  },
  {
    holds: /version number|newer version of DuckDB|storage version/i,
    means: (path) => [
      `${path} was written by a version of DuckDB that this one can't read.`,
      `Upgrade source-intercom, ${anotherFile}`,
    ],
  },
  {
    holds: /Permission denied|Read-only file system|read-only mode|Operation not permitted/i,
    means: (path) => [`${path} can't be written.`, `Allow writing to the file and its folder, ${anotherFile}`],
  },
  {
    holds: /No such file or directory|Is a directory|Not a directory/i,
    means: (path) => [`${path} can't be created.`, `Make sure that its folder exists, ${anotherFile}`],
  },
  {
    holds: /Dependency Error|Cannot drop this column/i,
    means: (path) => [
      `A table in ${path} needs another column, and an index or another thing made on it does not let it change.`,
      'Drop the index and run again, or choose another file.',
    ],
  },
  {
    holds: /No space left|disk quota/i,
    means: (path) => [
      `The disk that holds ${path} is full.`,
      'Make room and run again: what was committed is kept, and the sync goes on from there.',
    ],
  },
  {
    holds: outOfMemory,
    means: (path) => [
      `DuckDB had too little memory to write ${path}.`,
      'Run again: what was committed is kept, and DuckDB may then take what memory there is.',
    ],
  },
  {
    holds: /Conflict on|write-write conflict/i,
    means: (path) => [`Something else changed ${path} at the same time.`, 'Let one sync write to it at a time.'],
  },
];

/** Whatever DuckDB threw, as a ConnectorError: `destination_unusable` where its user can mend it, else a bug of ours. */
export function duckdbError(path: string, thrown: unknown): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const meaning = meanings.find(({ holds }) => holds.test(text));
  if (meaning) {
    const [message, hint] = meaning.means(path, text);
    const details = meaning.details?.(text);
    return new ConnectorError('destination_unusable', message, { hint, cause: thrown, details });
  }
  // The rest of the message may quote values.
  const kind = /^[\w -]+ Error/.exec(text)?.[0] ?? 'Error';
  return new ConnectorError('internal', `DuckDB refused to write ${path}: ${kind}.`, { cause: thrown });
}
