/** Paths of a configuration: what they stand for, and what is said of those that are none. */
import { describe, expect, test } from 'vitest';
import type { StreamInfo } from '../../src/core/catalog.ts';
import { epoch, json, list, object, text } from '../../src/core/columns/columns.ts';
import { ConnectorError, explain } from '../../src/core/errors.ts';
import { placesAt, whyNeeded } from '../../src/masking/paths.ts';

const stream = (name: string, more: Partial<StreamInfo> & Pick<StreamInfo, 'columns'>): StreamInfo => ({
  name,
  description: name,
  permission: 'Read',
  primaryKey: ['id'],
  fullSnapshot: false,
  ...more,
});

const attributes = object({});
const registry = [
  stream('contacts', {
    cursor: 'updated_at',
    columns: {
      id: text,
      email: text,
      updated_at: epoch,
      custom_attributes: attributes,
      raw: json,
      avatar: object({ url: text }),
      _ab_cdc_deleted_at: text,
    },
  }),
  stream('leads', { columns: { id: text, email: text, custom_attributes: attributes } }),
  stream('parts', {
    parent: { stream: 'conversations', column: 'conversation_id' },
    columns: { id: text, conversation_id: text, attachments: list(object({ url: text })) },
  }),
];

const placed = (path: string) =>
  placesAt(path, registry, 'exclude').map(({ stream, fields, column }) => [
    [stream.name, ...fields].join('.'),
    column?.kind,
  ]);

const refusal = (path: string): string => {
  try {
    placed(path);
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'config_invalid') return explain(error);
    throw error;
  }
  return expect.fail('it was accepted');
};

describe('a path', () => {
  test.each<[string, unknown[]]>([
    ['contacts', [['contacts', undefined]]],
    ['contacts.email', [['contacts.email', 'text']]],
    ['contacts.avatar', [['contacts.avatar', 'object']]],
    ['contacts.avatar.url', [['contacts.avatar.url', 'text']]],
    ['parts.attachments.url', [['parts.attachments.url', 'text']]],
    ['contacts.custom_attributes.ssn', [['contacts.custom_attributes.ssn', undefined]]],
    ['contacts.custom_attributes.a.b', [['contacts.custom_attributes.a.b', undefined]]],
    ['contacts.raw.a.b', [['contacts.raw.a.b', undefined]]],
    ['contacts._extra.new_field.x', [['contacts.new_field.x', undefined]]],
    [
      '*.email',
      [
        ['contacts.email', 'text'],
        ['leads.email', 'text'],
      ],
    ],
    [
      '*.custom_attributes.ssn',
      [
        ['contacts.custom_attributes.ssn', undefined],
        ['leads.custom_attributes.ssn', undefined],
      ],
    ],
  ])('%s stands for places', (path, places) => expect(placed(path)).toEqual(places));

  test.each([
    ['contact.email', '"exclude": there is no stream "contact". Did you mean "contacts"?'],
    ['zzz', '"exclude": there is no stream "zzz". There are: contacts, leads, parts.'],
    ['contacts.emails', '"exclude": there is no "contacts.emails". Did you mean "contacts.email"?'],
    ['contacts.avatar.uri', '"exclude": there is no "contacts.avatar.uri". Did you mean "contacts.avatar.url"?'],
    ['contacts.avatar.size', '"exclude": there is no "contacts.avatar.size". Known are: url.'],
    ['parts.attachment.url', '"exclude": there is no "parts.attachment.url". Did you mean "parts.attachments"?'],
    ['contacts.email.domain', '"exclude": there is no "contacts.email.domain". contacts.email has no fields.'],
    ['contacts._extra.email', '"exclude": there is no "contacts._extra.email". Did you mean "contacts.email"?'],
    [
      'leads.ssn',
      /^"exclude": there is no "leads\.ssn"\. Known are: id, email, .* is written as leads\._extra\.NAME\.$/,
    ],
    ['*.emails', '"exclude": no stream has "emails". Did you mean "*.email"?'],
    ['contacts.', /^"exclude": "contacts\." is no path\./],
    ['.email', /is no path/],
    ['contacts..a', /is no path/],
    ['contacts.toString', /there is no "contacts\.toString"/],
  ])('%s is none: %s', (path, said) => {
    if (typeof said === 'string') expect(refusal(path)).toBe(said);
    else expect(refusal(path)).toMatch(said);
  });

  test.each([
    ['contacts.id', 'is of the primary key'],
    ['contacts.updated_at', 'is the cursor'],
    ['parts.conversation_id', 'names the record of conversations'],
    ['contacts._ab_cdc_deleted_at', 'tells of deletions'],
    ['leads._extra._ab_cdc_deleted_at', 'tells of deletions'],
    ['leads._extra._deleted_reason', 'tells of deletions'],
    ['contacts.email', undefined],
    ['contacts', undefined],
  ])('%s is needed: %s', (path, why) => {
    expect(placesAt(path, registry, 'exclude').map(whyNeeded)).toEqual([why]);
  });
});
