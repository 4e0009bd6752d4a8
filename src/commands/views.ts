/** views: makes the views of a style in a database that a sync has loaded, without a request to Intercom, or drops them. */
import { closest } from '../core/closest.ts';
import { asConnectorError, ConnectorError, explain } from '../core/errors.ts';
import type { View } from '../core/view.ts';
import { openDestination, readingAt, readRuns } from '../destinations/index.ts';
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
  const at = { schema: options.schema };
  // Opening would make a file or a schema that is not there; this says what is wrong with it.
  await readRuns(options.to, at);
  const schema = options.viewSchema ?? ownSchemas[style];
  const destination = await openDestination(options.to, at);
  let problems: string[] = [];
  try {
    problems = await destination.prepareViews!({
      styles: viewStyles,
      registry: streams,
      ...(options.remove ? { remove: style } : { add: [{ style, ...(schema !== undefined && { schema }) }] }),
    });
  } finally {
    await destination.close();
  }
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
  const found = await readingAt(options.to, at)((reading) => madeViews(reading, style));
  const place = { options, location: destination.location, width };
  return options.remove ? removedText(style, found, place) : madeText(style, found, place);
}

interface Found {
  /** The views of the style that stand, by schema; an empty one is that of the tables. */
  views: { schema: string; name: string }[];
  /** What the schema of the tables holds. */
  tables: readonly string[];
}

async function madeViews(reading: Reading, style: Style): Promise<Found> {
  const { batches } = await reading.query(
    `SELECT schema_name, name FROM _source_intercom_views WHERE style = '${style}' AND definition IS NOT NULL ORDER BY 1, 2`,
  );
  const found: Found['views'] = [];
  for await (const rows of batches) found.push(...rows.map(([schema, name]) => ({ schema: schema!, name: name! })));
  return { views: found, tables: await reading.tables() };
}

interface Place {
  options: ViewsOptions;
  location: string;
  width: number;
}

const removedText = (style: Style, found: Found, { location }: Place): string =>
  found.views.length > 0 ? '' : `${location} holds no views of the style ${style} any more.\n`;

function madeText(style: Style, found: Found, { options, location, width }: Place): string {
  const paragraph = (text: string, indent = 0) => `${wrap(text, width, indent).join('\n')}\n`;
  const schemas = [...new Set(found.views.map(({ schema }) => schema))];
  const made = schemas.map((schema) => {
    const names = found.views.filter((view) => view.schema === schema).map(({ name }) => name);
    const where = schema === '' ? 'beside the tables' : `in the schema ${schema}`;
    return `${paragraph(`${names.length} views of the style ${style} stand ${where} of ${location}. Every sync keeps them up:`)}${paragraph(names.join(', '), 2)}`;
  });
  const missingOf = ({ reads }: View) => Object.keys(reads).filter((stream) => !found.tables.includes(stream));
  const names = new Set(found.views.map(({ name }) => name));
  const lacking = viewStyles[style].filter((view) => names.has(view.name) && missingOf(view).length > 0);
  if (lacking.length === 0) return made.join('\n');
  const missing = [...new Set(lacking.flatMap(missingOf))];
  const lines = lacking.map((view) => paragraph(`${view.name}: ${missingOf(view).join(', ')}`, 2));
  return [
    ...made,
    `${paragraph('Streams that are not synced would fill these; until then they are empty, or lack some columns:')}${lines.join('')}`,
    `Sync them: source-intercom sync --streams ${missing.join(',')}${placeFlags(options)}\n`,
  ].join('\n');
}

const listText = (listed: readonly View[], width: number): string =>
  listed
    .map(({ name, description, reads }) =>
      [name, ...wrap(description, width, 4), ...wrap(`Of ${Object.keys(reads).join(', ')}.`, width, 4), ''].join('\n'),
    )
    .join('');
