/** A process of its own that loads without end: its test kills it. Prints each commit's number once it is done. */
import { openDuckdb } from '../../../src/destinations/duckdb/index.ts';
import { acme, contacts, loads, nothing, records } from '../fixtures.ts';

const destination = await openDuckdb(process.argv[2]!);
await destination.open(acme, [contacts]);
await destination.prepare(loads({ generation: 1, refreshing: true }, [contacts]));
const size = 2_000;
for (let round = 1; ; round++) {
  const rows = Array.from({ length: size }, (_, i) => ({
    id: `${round}-${i}`,
    name: 'n'.repeat(500),
    updated_at: round,
  }));
  // The row that every round changes tells, with the state, which round is committed.
  await destination.write(records(contacts, [...rows, { id: 'round', owner_id: round, updated_at: round }]));
  const states = [{ stream: 'contacts', state: { updated_at: round } }];
  await destination.commit({ ...nothing, states });
  process.stdout.write(`${round}\n`);
}
