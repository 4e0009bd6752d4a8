/**
 * A process of its own that commits and publishes without end: its test kills it. Prints each round's number, from the
 * one given on, once its copy is there.
 */
import { openDuckdb } from '../../../src/destinations/duckdb/index.ts';
import { acme, contacts, loads, nothing, records } from '../fixtures.ts';

const [file, copy, from] = process.argv.slice(2) as [string, string, string];
const size = 3_000;
for (let round = Number(from); ; round++) {
  const destination = await openDuckdb(file);
  await destination.open(acme, [contacts]);
  await destination.prepare(loads({}, [contacts]));
  const rows = Array.from({ length: size }, (_, i) => ({
    id: `${i}`,
    name: `${round}`.repeat(200),
    owner_id: round,
    updated_at: round,
  }));
  await destination.write(records(contacts, rows));
  await destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { updated_at: round } }] });
  await destination.publish!(copy, acme);
  await destination.close();
  process.stdout.write(`${round}\n`);
}
