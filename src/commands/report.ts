/** report: one page of figures for a support lead, from what a sync loaded. Nothing else is read, and the database is not written to. */
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asConnectorError, ConnectorError, explain } from '../core/errors.ts';
import { expandHome } from '../core/home.ts';
import { version } from '../core/version.ts';
import { readingAt, readRuns } from '../destinations/index.ts';
import { loadDraw } from '../report/charts/draw.ts';
import { isDate } from '../report/dates.ts';
import { lackText } from '../report/freshness.ts';
import { gather, type Report, type Since } from '../report/gather.ts';
import { reportPage } from '../report/page.ts';
import { csvFormat } from '../terminal/result.ts';
import { placeFlags } from './place-flags.ts';

export interface ReportOptions {
  /** As `sync` takes them. */
  to: string;
  schema?: string;
  out: string;
  /** Such as `90d` or `2026-01-31`, or `all`. */
  since: string;
  /** Names. */
  team?: string[];
  /** A folder. */
  csv?: string;
}

/** Writes it, and sets the exit code: 1 where there is none. */
export async function report(options: ReportOptions, { now = Date.now } = {}): Promise<void> {
  try {
    const since = sinceOf(options.since);
    const out = expandHome(options.out);
    await requireFolderOf(out);
    const read = readingAt(options.to, { schema: options.schema });
    const history = await readRuns(options.to, { schema: options.schema });
    const gathered = await read((reading) =>
      gather({ reading, history, since, teamNames: options.team ?? [], now: now() }),
    );
    requireConversations(gathered, options);
    const page = await reportPage(gathered, { draw: await loadDraw(), version });
    await writeWhole(out, page);
    const files = options.csv === undefined ? 0 : await writeCsv(expandHome(options.csv), gathered);
    process.stdout.write(doneText(gathered, { ...options, out, files }));
  } catch (thrown) {
    process.stderr.write(`${explain(asConnectorError(thrown))}\n`);
    process.exitCode = 1;
  }
}

function sinceOf(text: string): Since {
  if (text === 'all') return undefined;
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (days !== undefined) return { days: Number(days) };
  if (isDate(text)) return { date: text };
  throw new ConnectorError('config_invalid', `--since can't be read: ${JSON.stringify(text)}.`, {
    hint: 'It takes a number of days such as 90d, a date such as 2026-01-31, or all.',
  });
}

async function requireFolderOf(file: string): Promise<void> {
  const folder = dirname(file);
  if (!(await isFolder(folder)))
    throw new ConnectorError('config_invalid', `There is no folder ${folder} for the report.`, {
      hint: 'Make it, or name another file with --out.',
    });
  if (await isFolder(file))
    throw new ConnectorError('config_invalid', `${file} is a folder.`, { hint: 'Name a file in it with --out.' });
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Without them there is nothing to tell. */
function requireConversations({ loaded, history }: Report, options: ReportOptions): void {
  const command = `source-intercom sync${placeFlags(options)}`;
  if (!loaded)
    throw new ConnectorError('destination_unusable', `${history.location} holds no conversations.`, {
      hint: `Sync them first: ${command}`,
    });
}

/** Never half of one: who has the last one open keeps it. */
async function writeWhole(file: string, text: string): Promise<void> {
  const half = `${file}.new`;
  try {
    await writeFile(half, text);
    await rename(half, file);
  } catch (cause) {
    await rm(half, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
}

/** A file for each table, and one for the figures on top. Gives how many there are. */
async function writeCsv(folder: string, { sections, headlines }: Report): Promise<number> {
  const { begin, rows: lines } = await csvFormat();
  const tables = sections.flatMap(({ asked, table }) => (table ? [{ id: asked.id, table }] : []));
  const figures = headlines.map(({ asked, table }) => [asked.id, table?.rows[0]?.[0] ?? null, asked.unit]);
  const all = [{ id: 'headlines', table: { columns: ['figure', 'value', 'unit'], rows: figures } }, ...tables];
  try {
    await mkdir(folder, { recursive: true });
    for (const { id, table } of all) {
      const columns = table.columns.map((name) => ({ name, kind: 'text' }) as const);
      const rows = table.rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
      await writeFile(join(folder, `${id}.csv`), begin(columns) + lines(rows));
    }
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  return all.length;
}

const unwritable = (path: string, cause: unknown) =>
  new ConnectorError('config_invalid', `${path} can't be written (${(cause as NodeJS.ErrnoException).code}).`, {
    hint: 'Allow writing there, make room, or name another place.',
    cause,
  });

function doneText({ sections, history }: Report, { out, csv, files }: ReportOptions & { files: number }): string {
  const lacking = sections.filter(({ lack }) => lack);
  const shown = sections.length - lacking.length;
  return [
    `${out}: ${shown} of ${sections.length} sections. Open it in a browser.`,
    ...(csv === undefined ? [] : [`${csv}: ${files} CSV files.`]),
    ...lacking.map(({ asked, lack }) => `Not shown: ${asked.title}. ${lackText(lack!, history.streams)}`),
    '',
  ].join('\n');
}
