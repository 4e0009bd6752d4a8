import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/intercom/config.ts';
import { airbyteSpec } from '../../../src/protocols/airbyte/spec.ts';

type Schema = { [keyword: string]: unknown };

const { spec } = airbyteSpec(configSchema);
const schema = spec.connectionSpecification;
const properties = schema.properties as { [name: string]: Schema };

/** Every schema in the spec, with its path: the root, its properties, items and alternatives. */
function* schemas(node: Schema, path = '#'): Generator<[path: string, schema: Schema]> {
  yield [path, node];
  for (const [name, property] of Object.entries((node.properties ?? {}) as { [name: string]: Schema })) {
    yield* schemas(property, `${path}/${name}`);
  }
  if (node.items) yield* schemas(node.items as Schema, `${path}/items`);
  for (const [index, option] of ((node.oneOf ?? []) as Schema[]).entries()) yield* schemas(option, `${path}/${index}`);
}

/** Names that the platform's acceptance tests take for secrets. */
const secretNames = new Set(
  'client_token access_token api_token token secret client_secret password key service_account_info service_account tenant_id certificate jwt credentials app_id appid refresh_token'.split(
    ' ',
  ),
);

/** What is secret besides: by a name of ours, and what Airbyte's own Intercom source keeps as one. */
const ownSecretNames = new Set(['hash_salt', 'client_id']);

const draft7 = () => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  return ajv;
};

describe('the spec message', () => {
  test('says its version, where to read on, and that it reads incrementally', () => {
    expect(spec.protocol_version).toBe('0.18.0');
    expect(new URL(spec.documentationUrl).protocol).toBe('https:');
    expect(spec.supportsIncremental).toBe(true);
  });

  test('is a valid draft-7 schema that requires the token alone', () => {
    expect(draft7().validateSchema(schema)).toBe(true);
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema.required).toEqual(['access_token']);
  });

  test.each([
    ['the smallest configuration', { access_token: 'tok' }, true],
    ['a whole one, with keys of later versions', { access_token: 'tok', region: 'eu', num_workers: 5, later: 1 }, true],
    ["a peer's", { access_token: 'tok', start_date: '2024-01-31T00:00:00Z', lookback_window: 0 }, true],
    ['one without a token', { region: 'us' }, false],
    ['one of an unknown region', { access_token: 'tok', region: 'mars' }, false],
    ['one with a start date that is none', { access_token: 'tok', start_date: 'yesterday' }, false],
    ['one with half a worker', { access_token: 'tok', num_workers: 0.5 }, false],
  ])('judges %s as the parser does', (_, config, valid) => {
    expect(draft7().validate(schema, config)).toBe(valid);
  });
});

describe.each([...schemas(schema)])("the spec's %s", (path, node) => {
  const name = path.split('/').at(-1)!;

  test('has one type, or one and null', () => {
    const types = [node.type].flat().filter((type) => type !== 'null');
    expect(types).toHaveLength(1);
    expect(typeof types[0]).toBe('string');
  });

  test('uses no keyword that the platform forbids, and refers to nothing', () => {
    const forbidden =
      'not anyOf allOf patternProperties prefixItems if then else dependentSchemas dependentRequired $ref'.split(' ');
    expect(Object.keys(node).filter((keyword) => forbidden.includes(keyword))).toEqual([]);
  });

  test('is open', () => {
    expect(node.additionalProperties).not.toBe(false);
  });

  test('is no object without properties', () => {
    if (node.type === 'object') expect(Object.keys(node.properties ?? {})).not.toEqual([]);
    else expect(node).not.toHaveProperty('properties');
  });

  test('marks a secret if its name is one, and only then', () => {
    const scalar = ['string', 'integer', 'number'].includes(String(node.type));
    expect(node.airbyte_secret === true).toBe(
      (secretNames.has(name) || ownSecretNames.has(name)) && scalar && !('const' in node),
    );
  });

  test('has no group below the top level, and no display type without alternatives', () => {
    expect(node).not.toHaveProperty('group');
    if (node.display_type) expect(node).toHaveProperty('oneOf');
  });

  test('has unique values, bounds that mean something, and a default that fits', () => {
    const values = (node.enum ?? []) as unknown[];
    expect(new Set(values).size).toBe(values.length);
    expect(Math.abs(Number(node.maximum ?? 0))).toBeLessThan(Number.MAX_SAFE_INTEGER);
    if ('default' in node) expect(draft7().validate(node, node.default)).toBe(true);
  });
});

describe("the form's fields", () => {
  test('have a place of their own each, a title and a description', () => {
    const orders = Object.values(properties).map((property) => property.order);
    expect(orders).toEqual([...orders.keys()]);
    for (const property of Object.values(properties)) {
      expect(property).toMatchObject({ title: expect.any(String), description: expect.any(String) });
    }
  });

  test('show an example of a date, which fits its pattern', () => {
    const { examples, pattern } = properties.start_date!;
    expect((examples as string[])[0]).toMatch(new RegExp(String(pattern)));
  });
});
