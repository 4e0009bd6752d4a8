import { describe, expect, test } from 'vitest';
import { ConnectorError, explain } from '../../../src/core/errors.ts';
import { duckdbError } from '../../../src/destinations/duckdb/errors.ts';

describe('what DuckDB says, in plain words', () => {
  // Messages of DuckDB 1.5.
  test.each([
    [
      'IO Error: Cannot open file "x.duckdb": Permission denied',
      "x.duckdb can't be written. Allow writing to the file and its folder, or choose another file.",
    ],
    [
      'IO Error: Cannot open file "x.duckdb": Read-only file system',
      "x.duckdb can't be written. Allow writing to the file and its folder, or choose another file.",
    ],
    [
      'Fatal Error: Could not write file "x.duckdb": No space left on device',
      'The disk that holds x.duckdb is full. Make room and run again: what was committed is kept, and the sync goes on from there.',
    ],
    [
      'TransactionContext Error: Conflict on update!',
      'Something else changed x.duckdb at the same time. Let one sync write to it at a time.',
    ],
    [
      'Out of Memory Error: failed to allocate data of size 256.0 KiB',
      'DuckDB had too little memory to write x.duckdb. Run again: what was committed is kept, and DuckDB may then take what memory there is.',
    ],
    [
      'FATAL Error: Failed to create checkpoint because of error: failed to pin block of size 256.0 KiB (112.6 MiB/112.8 MiB used)',
      'DuckDB had too little memory to write x.duckdb. Run again: what was committed is kept, and DuckDB may then take what memory there is.',
    ],
  ])('%s', (text, words) => {
    const error = duckdbError('x.duckdb', new Error(text));
    expect(error.code).toBe('destination_unusable');
    expect(explain(error)).toBe(words);
  });

  test('what is unknown is a bug of ours, told without the values that DuckDB quotes', () => {
    const error = duckdbError('x.duckdb', new Error('Conversion Error: Could not convert string "a secret" to INT64'));
    expect(error).toMatchObject({ code: 'internal', message: 'DuckDB refused to write x.duckdb: Conversion Error.' });
  });

  test('an error of ours passes', () => {
    const ours = new ConnectorError('state_invalid', 'No.');
    expect(duckdbError('x.duckdb', ours)).toBe(ours);
  });
});
