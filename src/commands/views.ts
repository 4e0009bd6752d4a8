/** views: makes the views of a style in a database that a sync has loaded, without a request to Intercom, or drops them. */
import { closest } from '../core/closest.ts';
import { asConnectorError, ConnectorError, explain } from '../core/errors.ts';
import type { View } from '../core/view.ts';
import { openDestination, readingAt } from '../destinations/index.ts';
import type { Reading } from '../destinations/reading.ts';
import { streams } from '../streams/index.ts';
import { wrap } from '../terminal/wrap.ts';
import { viewStyles } from '../views/index.ts';
import { placeFlags } from './place-flags.ts';

export interface ViewsOptions {
  style: string;
  /** As `sync` takes them. */
  to: string;
  schema?: string;
  /** Where the views are to stand. Default: see `ownSchemas`. */
  viewSchema?: string;
  remove?: boolean;
  list?: boolean;
}

type Style = keyof typeof viewStyles;

/** Of styles whose views do not stand beside the tables. */
const ownSchemas: Partial<Record<Style, string>> = { fivetran: 'intercom' };

/** Makes them, and sets the exit code: 1 where not all could be made. */
export async function views(options: ViewsOptions): Promise<void> {
  try {
    const style = styleOf(options);
    const width = process.stdout.columns ?? 100;
    const written = options.list ? listText(viewStyles[style], width) : await change(style, options, width);
    process.stdout.write(written);
  } catch (thrown) {
    process.stderr.write(`${explain(asConnectorError(thrown))}\n`);
    process.exitCode = 1;
  }
}

function styleOf({ style, remove, list }: ViewsOptions): Style {
  if (remove && list) throw new ConnectorError('config_invalid', 'Give --remove or --list, not both.');
  if (Object.hasOwn(viewStyles, style)) return style as Style;
  const names = Object.keys(viewStyles);
  const meant = closest(style, names);
  throw new ConnectorError('config_invalid', `There is no style "${style}" of views.`, {
    hint: meant ? `Did you mean "${meant}"?` : `There are: ${names.join(', ')}.`,
  });
}

/** Gives what was done, for people. */
async function change(style: Style, options: ViewsOptions, width: number): Promise<string> {
  const read = readingAt(options.to, { schema: options.schema });
  // Opening it to be written would make a file or a schema that is not there; this says what is wrong with it.
  const tables = await read((reading) => reading.tables());
  const destination = await openDestination(options.to, { schema: options.schema });
  const schema = options.viewSchema ?? ownSchemas[style];
  try {
    const problems = await destination.prepareViews!({
      styles: viewStyles,
      registry: streams,
      ...(options.remove ? { remove: style } : { add: [{ style, ...(schema !== undefined && { schema }) }] }),
    });
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await destination.close();
  }
  const made = await read((reading) => madeViews(reading, style));
  const { location } = destination;
  if (made.length > 0) return options.remove ? '' : madeText({ style, made, tables, options, location, width });
  return options.remove ? `${location} holds no views of the style ${style} any more.\n` : '';
}

interface Made {
  /** As it is written in SQL; undefined beside the tables. */
  schema: string | undefined;
  names: string[];
}

/** The views of a style that stand, by schema. */
async function madeViews(reading: Reading, style: Style): Promise<Made[]> {
  const { batches } = await reading.query(
    `SELECT current_database() AS database, schema_name, name FROM _source_intercom_views
     WHERE style = '${style}' AND definition IS NOT NULL ORDER BY 2, 3`,
  );
  const bySchema = new Map<string, Made>();
  for await (const rows of batches) {
    for (const [database, schema, name] of rows as string[][]) {
      // DuckDB can't tell a schema from a file that is called so.
      const written = schema === database ? `${database}.${schema}` : schema;
      const made = bySchema.get(schema!) ?? { schema: written || undefined, names: [] };
      bySchema.set(schema!, made);
      made.names.push(name!);
    }
  }
  return [...bySchema.values()];
}

interface Told {
  style: Style;
  made: readonly Made[];
  /** What the schema of the tables holds. */
  tables: readonly string[];
  options: ViewsOptions;
  location: string;
  width: number;
}

function madeText({ style, made, tables, options, location, width }: Told): string {
  const paragraph = (text: string, indent = 0) => `${wrap(text, width, indent).join('\n')}\n`;
  const standing = made.map(({ schema, names }) => {
    const where = schema === undefined ? 'beside the tables' : `in the schema ${schema}`;
    const views = names.length === 1 ? '1 view stands' : `${names.length} views stand`;
    return (
      paragraph(`${views} ${where} of ${location}, and every sync keeps them up:`) + paragraph(names.join(', '), 2)
    );
  });
  const missingOf = ({ reads }: View) => Object.keys(reads).filter((stream) => !tables.includes(stream));
  const lacking = viewStyles[style].filter((view) => missingOf(view).length > 0);
  const [{ schema, names }] = made as [Made];
  const ask = `Ask one: source-intercom query "SELECT * FROM ${schema === undefined ? '' : `${schema}.`}${names[0]}"${placeFlags(options)}\n`;
  if (lacking.length === 0) return [...standing, ask].join('\n');
  const streamsOf = [...new Set(lacking.flatMap(missingOf))].join(',');
  return [
    ...standing,
    paragraph('Streams that are not synced would fill these. Until then they are empty, or lack some columns:') +
      lacking.map((view) => paragraph(`${view.name}: ${missingOf(view).join(', ')}`, 2)).join(''),
    `Sync them: source-intercom sync --streams ${streamsOf}${placeFlags(options)}\n${ask}`,
  ].join('\n');
}

const listText = (listed: readonly View[], width: number): string =>
  listed
    .map(({ name, description, reads }) =>
      [name, ...wrap(description, width, 4), ...wrap(`Of ${Object.keys(reads).join(', ')}.`, width, 4), ''].join('\n'),
    )
    .join('');
