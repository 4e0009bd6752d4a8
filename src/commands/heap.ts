/** How far the heap of the process grows before its garbage is collected. */
import { setFlagsFromString } from 'node:v8';

/** Percent over what was in use after the last collection. */
const growth = 75;

/**
 * Makes this process collect its garbage earlier than V8 would by itself, which lets it grow to several times what is in use: 40 MB of
 * used pages lay in memory while DuckDB held its most. docs/performance.md has what it saves and costs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${growth}`);
}
