/** What Airbyte's own Intercom source, 0.8 to 0.13, takes as its configuration is taken: `peer-spec.json` has its keys, and where OAuth writes. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configSchema, parseConfig, secretsOf } from '../../../src/intercom/config.ts';
import { airbyteSpec } from '../../../src/protocols/airbyte/spec.ts';

interface Property {
  type: string;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
  airbyte_secret?: boolean;
}

interface Specification {
  connectionSpecification: { required: string[]; properties: { [key: string]: Property } };
  advanced_auth: { oauth_config_specification: { [part: string]: object } };
}

const theirs = JSON.parse(readFileSync(new URL('peer-spec.json', import.meta.url), 'utf8')) as unknown as Specification;
const ours = airbyteSpec(configSchema).spec as unknown as Specification;

const validatorOf = ({ connectionSpecification }: Specification) => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  return ajv.compile(connectionSpecification);
};

describe.each(Object.entries(theirs.connectionSpecification.properties))('their key %s', (key, their) => {
  const our = ours.connectionSpecification.properties[key]!;

  test('is ours too, of the same type, in the same form, and as secret', () => {
    expect(our).toMatchObject({ type: their.type });
    expect([our.pattern, our.format, our.airbyte_secret]).toEqual([their.pattern, their.format, their.airbyte_secret]);
  });

  test('has no tighter bounds', () => {
    expect(our.minimum ?? -Infinity).toBeLessThanOrEqual(their.minimum ?? -Infinity);
    expect(our.maximum ?? Infinity).toBeGreaterThanOrEqual(their.maximum ?? Infinity);
    expect(our).not.toHaveProperty('minLength');
    expect(our).not.toHaveProperty('enum');
  });
});

test('nothing is required that they do not require', () => {
  expect(theirs.connectionSpecification.required).toEqual(
    expect.arrayContaining(ours.connectionSpecification.required),
  );
});

test('OAuth writes to where it wrote', () => {
  expect(ours.advanced_auth).toMatchObject(theirs.advanced_auth);
});

/** Tokens without white space, which Intercom has none of, and moments of the past: what we refuse besides, they fail with later. */
const token = fc.stringMatching(/^[!-~]{1,80}$/);
const moment = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2026-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);

const whole = ({ minimum = 0, maximum = 1_000_000 }: Property) => fc.integer({ min: minimum, max: maximum });

const { properties } = theirs.connectionSpecification;
const configuration = fc.record(
  {
    access_token: token,
    start_date: moment,
    client_id: fc.string(),
    client_secret: fc.string(),
    activity_logs_time_step: whole(properties.activity_logs_time_step!),
    lookback_window: whole(properties.lookback_window!),
    num_workers: whole(properties.num_workers!),
    api_rate_limit: whole(properties.api_rate_limit!),
    // Open, as theirs is.
    credentials: fc.constant({ auth_type: 'oauth2' }),
  },
  { requiredKeys: ['access_token', 'start_date'] },
);

test('every configuration that they take is taken by the form and by the command, with its values', () => {
  const [isTheirs, isOurs] = [validatorOf(theirs), validatorOf(ours)];
  fc.assert(
    fc.property(configuration, (config) => {
      expect(isTheirs(config)).toBe(true);
      expect(isOurs(config), JSON.stringify(isOurs.errors)).toBe(true);
      const { credentials: _, ...read } = config;
      expect(parseConfig(config)).toMatchObject(read);
    }),
  );
});

test('what they keep as secret is kept out of what is said', () => {
  const config = { access_token: 'token-1', client_id: 'id-1', client_secret: 'secret-1' };
  expect(secretsOf(parseConfig(config))).toEqual(['token-1', 'id-1', 'secret-1']);
});
