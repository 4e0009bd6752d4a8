/** The configuration of a command that people call: flags win over the environment, and it over the file. */
import { ConnectorError } from '../core/errors.ts';
import { parseConfig } from '../intercom/config.ts';
import { readJsonFile } from './json-file.ts';

/** What flags say of the configuration. */
export interface ConfigFlags {
  /** A JSON file. */
  config?: string;
  region?: string;
  since?: string;
  /** Lists of paths separated by commas, beside those of the file. */
  exclude?: string[];
  hash?: string[];
  /** Lists of identifiers separated by commas, beside those of the file. */
  customObjectTypes?: string[];
  /** False: without what people wrote. */
  bodies?: boolean;
}

/** Not parsed yet. What is left out and hashed adds up. Rejects with `config_invalid`. */
export async function gatherConfig(flags: ConfigFlags, env: NodeJS.ProcessEnv): Promise<object> {
  const file = flags.config === undefined ? {} : await readJsonFile(flags.config, 'configuration', 'config_invalid');
  // Which says what is wrong with it.
  if (!isObject(file)) return parseConfig(file);
  const config = {
    ...file,
    ...(env.INTERCOM_ACCESS_TOKEN ? { access_token: env.INTERCOM_ACCESS_TOKEN } : {}),
    ...(flags.since === undefined ? {} : { start_date: flags.since }),
    ...(flags.region === undefined ? {} : { region: flags.region }),
    ...(flags.bodies === false ? { no_bodies: true } : {}),
    ...added('exclude', flags.exclude, file),
    ...added('hash', flags.hash, file),
    ...added('custom_object_types', flags.customObjectTypes, file),
  };
  if ('access_token' in config) return config;
  throw new ConnectorError('config_invalid', 'There is no access token.', {
    hint: 'Set INTERCOM_ACCESS_TOKEN, or put "access_token" into a file and give it with --config. Without an account, try: source-intercom demo',
  });
}

/** What a flag's lists add to that of the file, which is left to `parseConfig` where it is none. */
function added(
  key: 'exclude' | 'hash' | 'custom_object_types',
  lists: string[] | undefined,
  file: Record<string, unknown>,
) {
  const held = file[key] ?? [];
  if (!lists || !Array.isArray(held)) return {};
  return { [key]: [...held, ...lists.flatMap((list) => list.split(','))] };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
