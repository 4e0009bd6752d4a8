/** What `npm run columns` prints. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { columnsModule } from './columns-literal.ts';
import { type OpenApi, schemaColumns } from './openapi-columns.ts';

const usage = 'npm run columns -- SCHEMA [--spec FILE], such as: npm run columns -- article --spec intercom.yaml';
const whereFrom = "Intercom's OpenAPI document is at https://github.com/intercom/Intercom-OpenAPI";

/** The columns of the schema that the arguments name, as TypeScript. Throws what is wrong, for people, where there are none. */
export function printedColumns(args: string[], env: { [name: string]: string | undefined }): string {
  const { values, positionals } = parseArgs({ args, options: { spec: { type: 'string' } }, allowPositionals: true });
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new Error(usage);
  const file = values.spec ?? env.INTERCOM_OPENAPI;
  if (!file) throw new Error(`Say where the document is, by --spec FILE or in INTERCOM_OPENAPI. ${whereFrom}.`);
  const document = openApiIn(file);
  refuseUnknown(document, name);
  return columnsModule(name, schemaColumns(document, name));
}

function openApiIn(file: string): OpenApi {
  let document: Partial<OpenApi> | null;
  try {
    document = parse(readFileSync(file, 'utf8')) as Partial<OpenApi> | null;
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}. ${whereFrom}.`);
  }
  if (!document?.components?.schemas) throw new Error(`${file} has no component schemas. ${whereFrom}.`);
  return document as OpenApi;
}

function refuseUnknown({ components: { schemas } }: OpenApi, name: string): void {
  if (Object.hasOwn(schemas, name)) return;
  const like = Object.keys(schemas)
    .filter((known) => known.includes(name))
    .slice(0, 10);
  throw new Error(`The document has no schema ${name}.${like.length > 0 ? ` It has ${like.join(', ')}.` : ''}`);
}
