/** The table of docs/configuration.md, as the schema would have it. */
import { z } from 'zod';
import { configSchema } from '../../src/intercom/config.ts';

/** A row for each key, in the schema's order. */
export function configurationRows(): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(configSchema, { io: 'input' });
  return Object.entries(properties).map(([key, property]) => {
    const { default: value, description } = property as { default?: unknown; description?: string };
    const held = required.includes(key) ? 'required' : value === undefined ? '' : `\`${JSON.stringify(value)}\``;
    return `| \`${key}\` | ${held} | ${description} |`;
  });
}
