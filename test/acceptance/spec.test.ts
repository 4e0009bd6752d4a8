import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { configSchema } from '../../src/intercom/config.ts';
import { airbyteSpec } from '../../src/protocols/airbyte/spec.ts';
import { runAirbyte } from '../support/airbyte.ts';
import { config } from './source.ts';

test('spec writes one SPEC, which takes the configuration of these tests', async () => {
  const { messages, exitCode } = await runAirbyte('spec');
  expect(messages).toEqual([airbyteSpec(configSchema)]);
  expect(exitCode).toBe(0);
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  expect(ajv.validate(airbyteSpec(configSchema).spec.connectionSpecification, config)).toBe(true);
});
