/** The tap piped into MeltanoLabs' target-postgres, as a shell would. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '../../src/core/events.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import { runShell, type ShellResult } from '../../test/support/shell.ts';
import type { PostgresDatabase } from '../../test/support/test-database.ts';
import type { PythonEnvironment } from '../python.ts';

export interface Pipeline {
  /** The simulator's address. */
  url: string;
  folder: string;
  database: PostgresDatabase;
  python: PythonEnvironment;
}

export interface PipeOptions {
  /** Whether it goes on from the state of the run before. */
  withState: boolean;
  /** More of the tap's flags. */
  flags?: string;
  target?: Row;
}

/** Runs the tap into the target, and keeps the last state that the target writes. Throws where either fails. */
export async function pipe(
  pipeline: Pipeline,
  { withState, flags = '', target = {} }: PipeOptions,
): Promise<ShellResult> {
  const { folder, python, url } = pipeline;
  await writeFile(join(folder, 'config.json'), JSON.stringify({ access_token: 'simulator-token' }));
  await writeFile(join(folder, 'target.json'), JSON.stringify({ ...targetConfig(pipeline), ...target }));
  const state = withState ? '--state state.json' : '';
  const result = await runShell(
    `source-intercom singer --config config.json ${flags} ${state} 2> tap.log \
       | tee messages.jsonl | '${python.bin}/target-postgres' --config target.json > states.jsonl 2> target.log
     result=$?
     tail -n 1 states.jsonl > state.json
     exit $result`,
    { cwd: folder, env: { INTERCOM_API_URL: url } },
  );
  if (result.exitCode !== 0) {
    const logs = await Promise.all(['tap.log', 'target.log'].map((name) => readFile(join(folder, name), 'utf8')));
    throw new Error(`exit code ${result.exitCode}\n${logs.map((log) => log.slice(-3_000)).join('\n')}`);
  }
  return result;
}

export function targetConfig({ database }: Pick<Pipeline, 'database'>): Row {
  const { hostname, port, username, password, pathname } = new URL(database.url);
  return {
    host: hostname,
    port: Number(port),
    user: username,
    password: password || 'none',
    database: pathname.slice(1),
    default_target_schema: database.schema,
  };
}

/** What of a table is compared: the SQL of its rows, and the same from the workspace. */
interface Compared {
  columns: string;
  rows(workspace: Workspace): Row[];
}

const pick = (row: object, ...names: string[]): Row =>
  Object.fromEntries(names.map((name) => [name, (row as Row)[name] ?? null]));

/** The main streams, by the columns that people ask for, in the order of their ids. */
export const compared: Record<string, Compared> = {
  contacts: {
    columns: 'id, email, name, role, updated_at, owner_id, custom_attributes',
    rows: (workspace) =>
      workspace
        .truth('contacts')
        .map((one) => pick(one, 'id', 'email', 'name', 'role', 'updated_at', 'owner_id', 'custom_attributes')),
  },
  companies: {
    columns: 'id, company_id, name, updated_at, monthly_spend::float8',
    rows: (workspace) =>
      workspace.truth('companies').map((one) => pick(one, 'id', 'company_id', 'name', 'updated_at', 'monthly_spend')),
  },
  conversations: {
    columns: 'id, state, open, updated_at, title, admin_assignee_id, source',
    rows: (workspace) =>
      workspace
        .truth('conversations')
        .map((one) => pick(one, 'id', 'state', 'open', 'updated_at', 'title', 'admin_assignee_id', 'source')),
  },
  conversation_parts: {
    columns: 'id, part_type, body, created_at, conversation_id',
    rows: (workspace) =>
      [...workspace.conversations.values()].flatMap(({ id, parts }) =>
        parts.map((part) => ({ ...pick(part, 'id', 'part_type', 'body', 'created_at'), conversation_id: id })),
      ),
  },
  tags: { columns: 'id, name', rows: (workspace) => workspace.truth('tags').map((one) => pick(one, 'id', 'name')) },
  admins: {
    columns: 'id, name, email',
    rows: (workspace) => workspace.truth('admins').map((one) => pick(one, 'id', 'name', 'email')),
  },
  tickets: {
    columns: 'id, ticket_id, open, updated_at, ticket_attributes',
    rows: (workspace) =>
      workspace.truth('tickets').map((one) => pick(one, 'id', 'ticket_id', 'open', 'updated_at', 'ticket_attributes')),
  },
};

const byId = (rows: Row[]): Row[] => rows.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));

/** The rows of a table that are not deleted, by the compared columns. */
export const tableRows = ({ use, schema }: PostgresDatabase, stream: string): Promise<Row[]> =>
  use(async (query) =>
    byId(await query(`SELECT ${compared[stream]!.columns} FROM "${schema}"."${stream}" WHERE _sdc_deleted_at IS NULL`)),
  );

export const trueRows = (workspace: Workspace, stream: string): Row[] => byId(compared[stream]!.rows(workspace));
