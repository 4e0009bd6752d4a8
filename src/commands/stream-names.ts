/** The streams that a command line or a configuration names. */
import { closest } from '../core/closest.ts';
import { ConnectorError } from '../core/errors.ts';

interface Named {
  name: string;
  cost?: string;
}

/**
 * Those of the registry, in its order, that are named in lists separated by commas; `all` names every one. Where there is no list, all but
 * the costly ones. Throws `config_invalid` where a name is empty or one of those that are left out, `stream_unknown` where there is no such
 * stream.
 */
export function streamsNamed<S extends Named>(
  lists: readonly string[] | undefined,
  registry: readonly S[],
  excluded: readonly string[] = [],
): S[] {
  if (lists === undefined) return registry.filter(({ cost }) => cost === undefined);
  const known = registry.map(({ name }) => name);
  const asked = namesIn(lists);
  const there = `There are: ${known.join(', ')}.`;
  if (asked.includes('')) {
    throw new ConnectorError('config_invalid', 'A name of --streams is empty.', {
      hint: `Give names separated by commas, or leave --streams out. ${there}`,
    });
  }
  const leftOut = asked.find((name) => excluded.includes(name));
  if (leftOut !== undefined) throw readAndExcluded(leftOut);
  const unknown = [...new Set(asked)].filter((name) => !known.includes(name) && name !== everything);
  if (unknown.length > 0) {
    const close = [...new Set(unknown.flatMap((name) => closest(name, known) ?? []))];
    const guess = close.length > 0 ? `Did you mean ${close.map((name) => `"${name}"`).join(', ')}? ` : '';
    throw new ConnectorError('stream_unknown', `There is no stream ${unknown.map((name) => `"${name}"`).join(', ')}.`, {
      hint: guess + there,
    });
  }
  return registry.filter(({ name }) => asked.includes(name) || asked.includes(everything));
}

export const readAndExcluded = (name: string) =>
  new ConnectorError('config_invalid', `The stream "${name}" is to be read, and is left out by "exclude".`);

/** The name of all streams together. */
const everything = 'all';

/** The names in lists separated by commas. */
export const namesIn = (lists: readonly string[]): string[] =>
  lists.flatMap((list) => list.split(',')).map((name) => name.trim());

/** Whether the lists ask for everything. */
export const namesAll = (lists: readonly string[] | undefined): boolean => namesIn(lists ?? []).includes(everything);

/** Which costly streams of the registry are not among those that are read, and how to have them; undefined where none is left out. */
export function leftOutText(registry: readonly Named[], read: readonly Named[]): string | undefined {
  const byCost = new Map<string, string[]>();
  for (const { name, cost } of registry) {
    if (cost !== undefined && !read.some((one) => one.name === name))
      byCost.set(cost, [...(byCost.get(cost) ?? []), name]);
  }
  if (byCost.size === 0) return undefined;
  const costs = [...byCost].map(([cost, names]) => `  ${cost}: ${names.join(', ')}`);
  return [
    'Left out, for what they cost (name them with --streams, or read everything with --streams all):',
    ...costs,
  ].join('\n');
}
