/** The configuration's schema as platforms take it, with the titles, orders and secrets that it carries as metadata. */
import { z } from 'zod';
import type { JsonSchema } from '../core/columns/kind.ts';

/** JSON schema (draft 7) of what a user writes: keys with a default may be left out. */
export const configJsonSchema = (config: z.ZodType): JsonSchema =>
  z.toJSONSchema(config, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // zod bounds integers by what a double holds; as a limit in a form that only confuses.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
