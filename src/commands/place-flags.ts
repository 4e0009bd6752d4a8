/** The flags by which a command finds what a sync loaded. */
import { shellWord } from '../core/shell.ts';
import { shownAddress } from '../destinations/index.ts';

/** With a space before each; empty for the default. No password is in them. */
export function placeFlags({ to, schema }: { to: string; schema?: string }): string {
  const address = shownAddress(to);
  const target = address === 'duckdb:intercom.duckdb' ? '' : ` --to ${shellWord(address)}`;
  return target + (schema === undefined ? '' : ` --schema ${shellWord(schema)}`);
}
