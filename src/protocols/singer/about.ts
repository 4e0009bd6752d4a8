/** What `--about` tells, in the form of the Meltano SDK. */
import type { z } from 'zod';
import type { JsonSchema } from '../../core/columns/kind.ts';
import { configJsonSchema } from '../config-schema.ts';

export interface About {
  name: string;
  description: string;
  version: string;
  capabilities: string[];
  settings: JsonSchema;
}

/** `config`: the configuration's schema, whose secrets are marked for Airbyte. */
export function singerAbout(
  config: z.ZodType,
  { version, description }: Pick<About, 'version' | 'description'>,
): About {
  return {
    name: 'source-intercom',
    description,
    version,
    capabilities: ['about', 'activate-version', 'catalog', 'discover', 'properties', 'state'],
    settings: withSecrets(configJsonSchema(config)),
  };
}

function withSecrets(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties as { [name: string]: JsonSchema }).map(
    ([name, { airbyte_secret, order: _, ...rest }]) => [name, airbyte_secret ? { ...rest, secret: true } : rest],
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}
