/** SPEC: the configuration's schema in the form from which Airbyte builds its pages. */
import { z } from 'zod';
import type { SpecMessage } from './messages.ts';

/** The version of the protocol that `messages.ts` follows. */
const protocolVersion = '0.18.0';

/** Where a user learns to make the token, the one thing the form asks for. */
const documentationUrl = 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication';

/** The SPEC message of a source that takes such a configuration. The platform reads it from the first lines of stdout, so write it first. */
export function airbyteSpec(config: z.ZodType): SpecMessage {
  const schema = z.toJSONSchema(config, {
    target: 'draft-7',
    // What a user writes: keys with a default may be left out.
    io: 'input',
    override: ({ jsonSchema }) => {
      // zod bounds integers by what a double holds; as a limit in a form that only confuses.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return {
    type: 'SPEC',
    spec: {
      protocol_version: protocolVersion,
      documentationUrl,
      supportsIncremental: true,
      connectionSpecification: { ...schema, title: 'Intercom', additionalProperties: true },
    },
  };
}
