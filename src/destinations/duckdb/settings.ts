/**
 * How DuckDB is set up for a load.
 *
 * A larger log before it is folded into the file: by default DuckDB folds at 16 MB, which is about every commit, and packs the same
 * unfilled block of rows each time. Freed memory goes back to the system: by default the allocator keeps it, tens of megabytes
 * that DuckDB's limit does not count. One thread beside ours: merges of so few rows take twice the CPU time, and are no
 * faster, when they are shared out. And nothing is ever downloaded.
 */
export const duckdbSettings = [
  `SET checkpoint_threshold = '64MB'`,
  `SET allocator_bulk_deallocation_flush_threshold = '100KB'`,
  'SET threads = 1',
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
];

/**
 * Rows that fill groups of a table (`instance`) are written packed, straight to the file, while a transaction appends them. What fills none goes through the log,
 * and is packed when that is folded, the unfilled group anew each time: so the more rows of a table in a commit, the fewer are packed twice.
 */
export const appendsPerCommit = { rows: 125_000, weight: 200_000_000 };
