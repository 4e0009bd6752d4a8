/** npm run columns -- SCHEMA [--spec FILE]: prints the columns of a schema of Intercom's OpenAPI document. */
import { printedColumns } from './printed-columns.ts';

try {
  process.stdout.write(printedColumns(process.argv.slice(2), process.env));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
