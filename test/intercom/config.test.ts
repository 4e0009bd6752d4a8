/** The configuration: what is accepted, what is refused, and that no refusal shows a secret. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConnectorError, explain } from '../../src/core/errors.ts';
import { apiUrl, parseConfig, secretsOf, startOf, unknownKeys } from '../../src/intercom/config.ts';

const thrownBy = (act: () => unknown): ConnectorError => {
  try {
    act();
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
  return expect.fail('it was accepted');
};

const token = 'dG9rOnNlY3JldA==';

describe('parseConfig', () => {
  test('needs the token alone', () => {
    expect(parseConfig({ access_token: token })).toEqual({
      access_token: token,
      region: 'us',
      lookback_window: 0,
      settling_minutes: 10,
      activity_logs_time_step: 30,
      rate_limit_share: 0.9,
      emit_deletions: true,
      exclude: [],
      hash: [],
      no_bodies: false,
      streams: [],
      custom_object_types: [],
      part_types_parameter: 'exclude_part_types',
    });
  });

  test('takes the configuration of another connector, with keys it does not know', () => {
    const given = {
      access_token: token,
      start_date: '2024-01-31T00:00:00Z',
      lookback_window: 2,
      activity_logs_time_step: 7,
      client_id: 'id',
      client_secret: 'secret',
      num_workers: 5,
      api_rate_limit: 6000,
      __injected: { a: 1 },
    };
    expect(parseConfig(given)).toMatchObject(given);
  });

  test('takes null for a field left empty', () => {
    expect(parseConfig({ access_token: token, region: null, start_date: null, num_workers: null })).toEqual(
      parseConfig({ access_token: token }),
    );
  });

  test('takes off what was copied along with the token', () => {
    expect(parseConfig({ access_token: ` ${token}\n` }).access_token).toBe(token);
  });

  test.each([null, undefined, 'text', 5, [], [{ access_token: token }]])('%j is no configuration', (input) => {
    const error = thrownBy(() => parseConfig(input));
    expect(error.code).toBe('config_invalid');
    expect(error.hint).toContain('access_token');
  });

  test.each<[string, unknown]>([
    ['access_token', undefined],
    ['access_token', ''],
    ['access_token', '  '],
    ['access_token', 5],
    ['region', 'mars'],
    ['start_date', 'yesterday'],
    ['start_date', '2024-13-01T00:00:00Z'],
    ['start_date', '2024-01-01T00:00:00+02:00'],
    ['start_date', '2024-02-30'],
    ['start_date', '2023-02-29T00:00:00Z'],
    ['start_date', '2024-04-31T23:59:59.5Z'],
    ['start_date', 1_704_067_200],
    ['lookback_window', -1],
    ['lookback_window', 1.5],
    ['lookback_window', '2'],
    ['settling_minutes', -1],
    ['activity_logs_time_step', 0],
    ['activity_logs_time_step', 92],
    ['num_workers', 0],
    ['num_workers', 201],
    ['api_rate_limit', 0],
    ['rate_limit_share', 0],
    ['rate_limit_share', 1.1],
    ['client_secret', 5],
    ['exclude', 'contacts.email'],
    ['exclude', [5]],
    ['exclude', ['contacts.email', ' ']],
    ['hash', {}],
    ['hash_salt', 'too short'],
    ['hash_salt', 5],
    ['no_bodies', 'yes'],
    ['streams', 'contacts'],
  ])('refuses %s: %j, naming it and what it takes', (key, value) => {
    const error = thrownBy(() => parseConfig({ access_token: token, [key]: value }));
    expect(error.code).toBe('config_invalid');
    expect(error.failureType).toBe('config_error');
    expect(error.message).toMatch(new RegExp(`"${key}" (takes|must)`));
  });

  test.each(['2024-02-29', '2000-02-29T23:59:59Z', '2024-12-31T00:00:00.123Z'])('takes %s', (start_date) => {
    expect(parseConfig({ access_token: token, start_date })).toMatchObject({ start_date });
  });

  describe('at noon of 2024-05-15', () => {
    const noon = Date.UTC(2024, 4, 15, 12);
    const at = (start_date: string) => parseConfig({ access_token: token, start_date }, noon);

    test.each(['2024-05-15', '2024-05-16', '2024-05-16T12:00:00Z'])('takes the start date %s', (start_date) => {
      expect(at(start_date)).toMatchObject({ start_date });
    });

    test.each(['2024-05-17', '2024-05-16T12:00:01Z', '2204-01-01T00:00:00Z'])('refuses %s, which is ahead', (date) => {
      const error = thrownBy(() => at(date));
      expect(error.code).toBe('config_invalid');
      expect(explain(error)).toBe(
        'The configuration is wrong: "start_date" must not be in the future, since nothing would be read.',
      );
    });
  });

  test('takes what is to be left out and hashed, and no hash without a salt', () => {
    const hash_salt = 'sixteen letters!';
    const given = { exclude: ['tickets', '*.phone'], hash: ['contacts.email'], hash_salt, no_bodies: true };
    expect(parseConfig({ access_token: token, ...given })).toMatchObject(given);
    expect(parseConfig({ access_token: token, hash: [], exclude: null })).toMatchObject({ hash: [], exclude: [] });
    const { message } = thrownBy(() => parseConfig({ access_token: token, hash: ['contacts.email'] }));
    expect(message).toContain('"hash" needs a salt, so that no one can guess what was hashed');
    expect(message).toContain('"hash_salt"');
  });

  test('names all that is wrong at once', () => {
    const { message } = thrownBy(() => parseConfig({ region: 'mars', num_workers: 0 }));
    for (const key of ['access_token', 'region', 'num_workers']) expect(message).toContain(`"${key}"`);
  });

  test('never shows what it was given, which may be a secret in the wrong place', () => {
    const secret = fc.stringMatching(/^sk_[a-z0-9]{8,20}$/);
    const key = fc.constantFrom(
      'access_token',
      'region',
      'start_date',
      'lookback_window',
      'num_workers',
      'client_secret',
      'hash_salt',
      'no_bodies',
    );
    fc.assert(
      fc.property(secret, key, (value, wrong) => {
        const error = thrownBy(() => parseConfig({ access_token: token, [wrong]: [value] }));
        expect(`${explain(error)} ${error.stack} ${JSON.stringify(error.details)}`).not.toContain(value);
      }),
    );
  });
});

describe('a key that is not known', () => {
  test.each<[object, string[]]>([
    [{ access_token: token, start_date: '2024-01-01', hash: [] }, []],
    [
      { access_tokn: token },
      ['The configuration has a key that is not known: "access_tokn". Did you mean "access_token"?'],
    ],
    [
      { excludes: ['x'], zzz: 1 },
      [
        'The configuration has a key that is not known: "excludes". Did you mean "exclude"?',
        'The configuration has a key that is not known: "zzz". It is ignored.',
      ],
    ],
    [{ 'a"b': 1 }, ['The configuration has a key that is not known: "a\\"b". It is ignored.']],
    [{ toString: 1 }, ['The configuration has a key that is not known: "toString". It is ignored.']],
    // Those of platforms, and fields left empty.
    [{ __injected_declarative_manifest: {}, other: null }, []],
  ])('is told, with the nearest one: %j', (given, warnings) => expect(unknownKeys(given)).toEqual(warnings));
});

describe('what follows from a configuration', () => {
  test('secrets are all values that must not be shown', () => {
    expect(secretsOf(parseConfig({ access_token: token, client_secret: 'cs', client_id: 'ci' }))).toEqual([
      token,
      'ci',
      'cs',
    ]);
    expect(secretsOf(parseConfig({ access_token: token }))).toEqual([token]);
    const hash_salt = 'sixteen letters!';
    expect(secretsOf(parseConfig({ access_token: token, hash_salt }))).toEqual([token, hash_salt]);
  });

  test.each([
    [undefined, 0],
    ['2024-01-01', 1_704_067_200],
    ['2024-01-01T00:00:00Z', 1_704_067_200],
    ['2024-01-01T00:00:01.900Z', 1_704_067_201],
  ])('start date %s is second %d', (start_date, second) => {
    expect(startOf(parseConfig({ access_token: token, start_date }))).toBe(second);
  });
});

describe('the address', () => {
  const urlOf = (region: string, env: Record<string, string | undefined> = {}) =>
    apiUrl(parseConfig({ access_token: token, region }), env);

  test.each([
    ['us', 'https://api.intercom.io'],
    ['eu', 'https://api.eu.intercom.io'],
    ['au', 'https://api.au.intercom.io'],
  ])('of %s is %s', (region, url) => expect(urlOf(region)).toBe(url));

  test.each([
    ['https://proxy.example.com', 'https://proxy.example.com'],
    ['https://proxy.example.com/intercom/', 'https://proxy.example.com/intercom'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['', 'https://api.intercom.io'],
  ])('may be another: %j', (override, url) => expect(urlOf('us', { INTERCOM_API_URL: override })).toBe(url));

  test.each([
    'api.example.com',
    'http://proxy.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://0.0.0.0:80',
    'ftp://proxy.example.com',
    'file:///etc/passwd',
  ])('is refused where the token would go in the open: %s', (override) => {
    const error = thrownBy(() => urlOf('us', { INTERCOM_API_URL: override }));
    expect(error.code).toBe('config_invalid');
    expect(error.message).toContain('INTERCOM_API_URL');
    expect(error.hint).toContain('https://');
  });
});
