/** SPEC: the configuration's schema in the form from which Airbyte builds its pages. */
import { z } from 'zod';
import { configSchema } from '../../config.ts';
import type { SpecMessage } from './messages.ts';

/** The version of the protocol that `messages.ts` follows. */
const protocolVersion = '0.18.0';

/** Where a user learns to make the token, the one thing the form asks for. */
const documentationUrl = 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication';

/** The source's SPEC message. The platform reads it from the first lines of stdout, so write it first. */
export function airbyteSpec(): SpecMessage {
  const schema = z.toJSONSchema(configSchema, {
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
