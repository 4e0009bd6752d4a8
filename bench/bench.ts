/** npm run bench [-- NAME…] [--quick]: runs the benchmarks, one after the other. */
import { backfill } from './benches/backfill.ts';
import { coldStart } from './benches/cold-start.ts';
import { contacts } from './benches/contacts.ts';
import { duckdb } from './benches/duckdb.ts';
import { incremental } from './benches/incremental.ts';
import { postgres } from './benches/postgres.ts';
import { workspace } from './benches/workspace.ts';
import { report } from './report.ts';

const benches = [coldStart, incremental, contacts, duckdb, postgres, backfill, workspace];

const asked = process.argv.slice(2);
const quick = asked.includes('--quick');
const names = asked.filter((name) => name !== '--quick');
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(1);
}
for (const bench of benches) {
  if (names.length === 0 || names.includes(bench.name)) await report(bench, await bench.run({ quick }), quick);
}
// A server of PostgreSQL's that a bench has started would keep the process.
process.exit();
