/** Teams by the names that a user gives. */
import { closest } from '../core/closest.ts';
import { ConnectorError } from '../core/errors.ts';
import type { Ask } from './ask.ts';

export interface Team {
  name: string;
  /** Several where teams share a name. */
  ids: readonly string[];
}

/** Upper and lower case are alike. Rejects with `config_invalid` where one is not known, and names those that are. */
export async function teamsNamed(
  given: readonly string[],
  { ask, tables }: { ask: Ask; tables: readonly string[] },
): Promise<Team[]> {
  if (given.length === 0) return [];
  if (!tables.includes('teams'))
    throw new ConnectorError('config_invalid', 'Teams are not loaded, so that --team finds none.', {
      hint: 'Sync them: source-intercom sync --streams teams, with the --to of this report.',
    });
  const { columns, rows } = await ask('SELECT * FROM teams ORDER BY id');
  const [idAt, nameAt] = [columns.indexOf('id'), columns.indexOf('name')];
  if (nameAt < 0)
    throw new ConnectorError(
      'config_invalid',
      'The names of teams were left out of the sync, so that --team finds none.',
    );
  const teams = rows.map((row) => ({ id: String(row[idAt]), name: String(row[nameAt] ?? '') }));
  return [...new Set(given)].map((name) => {
    const wanted = name.trim().toLowerCase();
    const found = teams.filter((team) => team.name.toLowerCase() === wanted);
    if (found.length > 0) return { name: found[0]!.name, ids: found.map(({ id }) => id) };
    throw unknownTeam(
      name,
      teams.map((team) => team.name),
    );
  });
}

function unknownTeam(name: string, names: readonly string[]): ConnectorError {
  const meant = closest(
    name,
    names.map((one) => one.toLowerCase()),
  );
  const original = names.find((one) => one.toLowerCase() === meant);
  const known = names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is no team in the workspace.';
  return new ConnectorError('config_invalid', `There is no team "${name}".`, {
    hint: original ? `Did you mean "${original}"? ${known}` : known,
  });
}
