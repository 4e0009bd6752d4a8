/** The configuration: one schema gives the TypeScript type, the Airbyte spec, the flags' and environment's meaning. */
import { z } from 'zod';
import { closest } from '../core/closest.ts';
import { ConnectorError } from '../core/errors.ts';

/** Where each region's API is. https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis */
export const regionHosts = {
  us: 'https://api.intercom.io',
  eu: 'https://api.eu.intercom.io',
  au: 'https://api.au.intercom.io',
} as const;

export type Region = keyof typeof regionHosts;

const startDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?$/;

/** JavaScript takes February 30 for March 1. */
function isDateThatExists(value: string): boolean {
  const at = Date.parse(value);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value.slice(0, 10));
}

/** How far ahead of our clock a start date may be, in milliseconds: clocks differ, and somewhere it is tomorrow already. */
const aheadMs = 86_400_000;

/** A salt that is shorter could be guessed, and stands by chance in what is no secret. */
const shortestSalt = 16;

const names = (takes: string) => z.array(z.string(takes).trim().min(1, takes), takes);

/** Airbyte's spec extensions and the titles travel as zod metadata. */
export const configSchema = z.looseObject({
  access_token: z
    .string('takes your Intercom access token, a string')
    .trim()
    // Told by `check`, not by the form: a platform may know the token by a reference to its own store of secrets.
    .refine((token) => token !== '', 'must not be empty')
    .refine((token) => !/\s/.test(token), 'must not hold spaces or line breaks')
    .meta({
      title: 'Access token',
      description: 'Access token of your Intercom app, from its page in the Developer Hub, under Authentication.',
      airbyte_secret: true,
      order: 0,
    }),
  region: z.enum(['us', 'eu', 'au'], 'takes one of us, eu, au').default('us').meta({
    title: 'Region',
    description: 'Where the workspace is hosted. A token works only at its own region.',
    order: 1,
  }),
  start_date: z
    .string('takes a UTC date such as 2024-01-31T00:00:00Z')
    .regex(startDate, 'takes a UTC date such as 2024-01-31T00:00:00Z')
    .refine(isDateThatExists, 'takes a date that exists, such as 2024-01-31T00:00:00Z')
    .optional()
    .meta({
      title: 'Start date',
      description: 'Records of streams with a cursor that last changed before it are not read. Without it, all are.',
      examples: ['2024-01-31T00:00:00Z'],
      // Forms write it as those of Airbyte's own source do, whose date picker goes by it; the parser takes a date alone and fractions of seconds too.
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$',
      format: 'date-time',
      order: 2,
    }),
  lookback_window: z
    .int('takes a whole number of days')
    .min(0, 'takes a whole number of days, 0 or more')
    .default(0)
    .meta({
      title: 'Lookback window (days)',
      description: 'Days before the saved cursor that every incremental sync reads again.',
      order: 3,
    }),
  settling_minutes: z
    .number('takes a number of minutes')
    .min(0, 'takes a number of minutes, 0 or more')
    .default(10)
    .meta({
      title: 'Settling time (minutes)',
      description:
        "Intercom's search shows a change some minutes late. The saved cursor stays this far behind the sync's start.",
      order: 4,
    }),
  activity_logs_time_step: z
    .int('takes a whole number of days from 1 to 91')
    .min(1, 'takes a whole number of days from 1 to 91')
    .max(91, 'takes a whole number of days from 1 to 91')
    .default(30)
    .meta({
      title: 'Activity log step (days)',
      description:
        "Taken from configurations of Airbyte's own source, and not needed: activity logs are asked for in ranges as long as Intercom answers.",
      order: 5,
    }),
  num_workers: z
    .int('takes a whole number from 1 to 200')
    .min(1, 'takes a whole number from 1 to 200')
    .max(200, 'takes a whole number from 1 to 200')
    .optional()
    .meta({
      title: 'Most requests at once',
      description: 'Upper bound of requests in flight. Without it, as many as the rate limit and the latency need.',
      order: 6,
    }),
  api_rate_limit: z
    .int('takes a whole number of requests per minute')
    .min(1, 'takes a whole number of requests per minute, 1 or more')
    .optional()
    .meta({
      title: 'Most requests a minute',
      description: "Upper bound of requests a minute. Without it, Intercom's own limit, as its answers tell it.",
      order: 7,
    }),
  rate_limit_share: z
    .number('takes a number above 0, at most 1')
    .gt(0, 'takes a number above 0, at most 1')
    .max(1, 'takes a number above 0, at most 1')
    .default(0.9)
    .meta({
      title: 'Share of the rate limit',
      description: "Part of the app's rate limit that a sync may spend; the rest is left to its other users.",
      order: 8,
    }),
  emit_deletions: z.boolean('takes true or false').default(true).meta({
    title: 'Emit deletions',
    description: 'Tell deleted and merged records in their own streams, by the field _ab_cdc_deleted_at.',
    order: 9,
  }),
  client_id: z.string('takes a string').optional().meta({
    title: 'Client id',
    description:
      'Client id of the app whose token this is. Only the streams of reports may need it, to ask what has become of their export jobs.',
    airbyte_secret: true,
    order: 10,
  }),
  client_secret: z.string('takes a string').optional().meta({
    title: 'Client secret',
    description: "Client secret of the OAuth app, where the token came from one. Reading doesn't need it.",
    airbyte_secret: true,
    order: 11,
  }),
  exclude: names('takes a list of streams and paths, such as ["tickets", "contacts.email"]')
    .default([])
    .meta({
      title: 'Left out',
      description:
        'Streams, columns and fields in columns that are left out: tickets, contacts.email, conversations.source.author.email. *.email is the column of every stream that has it.',
      examples: [['contacts.email', '*.custom_attributes.ssn']],
      order: 12,
    }),
  hash: names('takes a list of paths, such as ["contacts.email"]')
    .default([])
    .meta({
      title: 'Hashed',
      description:
        'Columns and fields in columns whose values are replaced by their HMAC-SHA-256 with the salt, in hexadecimal. The same value gives the same hash everywhere.',
      examples: [['*.email', 'conversations.source.author.email']],
      order: 13,
    }),
  hash_salt: z
    .string(`takes a secret text of ${shortestSalt} characters or more`)
    .min(shortestSalt, `takes a secret text of ${shortestSalt} characters or more`)
    .optional()
    .meta({
      title: 'Salt of the hashes',
      description: `A secret text of ${shortestSalt} characters or more, needed where something is hashed. With another one all hashes are others.`,
      airbyte_secret: true,
      order: 14,
    }),
  no_bodies: z.boolean('takes true or false').default(false).meta({
    title: 'Without bodies',
    description: 'Leave out what people wrote: the bodies of conversations, their parts, tickets and notes.',
    order: 15,
  }),
  streams: names('takes a list of streams, such as ["contacts", "conversations"]').default([]).meta({
    title: 'Streams',
    description:
      'The streams that the command sync reads; all but those that cost a request per record where none is named. Airbyte reads those of its catalog.',
    order: 16,
  }),
  custom_object_types: names('takes a list of custom object types, such as ["Order"]')
    .default([])
    .meta({
      title: 'Custom object types',
      description:
        'The identifiers of custom object types, as they stand in Intercom under Settings > Data > Custom objects. Each is a stream: Order is custom_object_order.',
      examples: [['Order']],
      order: 17,
    }),
  part_types_parameter: z
    .string('takes the name of a parameter, such as exclude_part_types')
    .regex(/^[a-z_[\]]+$/, 'takes the name of a parameter, such as exclude_part_types')
    .default('exclude_part_types')
    .meta({
      title: 'Parameter of part types',
      description:
        "Of a conversation with more than 500 parts Intercom gives the latest 500. Its Preview version takes a list of part types to leave out, so that older ones come: the name of that parameter, which Intercom's reference does not have yet.",
      order: 18,
    }),
});

export type Config = z.output<typeof configSchema>;

/**
 * Parses a configuration. Throws `config_invalid`, naming each wrong key and what it takes; unknown keys are ignored, and told by `unknownKeys`.
 * `now`: unix milliseconds, to find a start date that is ahead.
 */
export function parseConfig(input: unknown, now: number = Date.now()): Config {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ConnectorError('config_invalid', 'The configuration must be a JSON object.', {
      hint: 'For example: {"access_token": "…", "start_date": "2024-01-01T00:00:00Z"}',
    });
  }
  const given = withoutNulls(input);
  const parsed = configSchema.safeParse(given);
  // zod's own text may quote the input: only the key and our sentence are shown, so that no secret is.
  const problems = (parsed.error?.issues ?? []).map((issue) => `"${String(issue.path[0])}" ${issue.message}`);
  if (typeof given.start_date === 'string' && Date.parse(given.start_date) > now + aheadMs)
    problems.push('"start_date" must not be in the future, since nothing would be read');
  if (Array.isArray(given.hash) && given.hash.length > 0 && given.hash_salt === undefined)
    problems.push('"hash" needs a salt, so that no one can guess what was hashed: give a secret text as "hash_salt"');
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ConnectorError('config_invalid', `The configuration is wrong: ${problems.join('; ')}.`);
}

/** A sentence for each key that no one reads. Keys that begin with `__` are put in by platforms. */
export function unknownKeys(input: object): string[] {
  const known = Object.keys(configSchema.shape);
  return Object.keys(withoutNulls(input))
    .filter((key) => !known.includes(key) && !key.startsWith('__'))
    .map((key) => {
      const meant = closest(key, known);
      return `The configuration has a key that is not known: ${JSON.stringify(key)}. ${meant ? `Did you mean "${meant}"?` : 'It is ignored.'}`;
    });
}

/** All values that must never be shown, as this configuration holds them. */
export const secretsOf = (config: Config): string[] =>
  [config.access_token, config.client_id, config.client_secret, config.hash_salt].filter((secret): secret is string =>
    Boolean(secret),
  );

/** Unix seconds of the start date, or of the beginning. */
export const startOf = (config: Config): number =>
  config.start_date ? Math.floor(Date.parse(config.start_date) / 1000) : 0;

/** Airbyte's forms send null for a field left empty. */
const withoutNulls = (input: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));

/**
 * The API's address: INTERCOM_API_URL (the simulator, a proxy) if set, else the region's. Plain http is only for a
 * loopback address, since every request carries the token.
 */
export function apiUrl(config: Config, env: Record<string, string | undefined>): string {
  const override = env.INTERCOM_API_URL;
  if (!override) return regionHosts[config.region];
  const hint = 'It takes an address such as https://proxy.example.com, or http://127.0.0.1:8080 for a simulator.';
  if (!URL.canParse(override))
    throw new ConnectorError('config_invalid', 'INTERCOM_API_URL is not an address.', { hint });
  const { protocol, hostname, origin, pathname } = new URL(override);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback)) {
    throw new ConnectorError('config_invalid', 'INTERCOM_API_URL must use https.', { hint });
  }
  return origin + pathname.replace(/\/+$/, '');
}
