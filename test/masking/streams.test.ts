/** The registry as a configuration wants it. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Column, type Columns, deletedAt, deletedReason } from '../../src/core/columns/columns.ts';
import { ConnectorError, explain } from '../../src/core/errors.ts';
import { bodiesOf } from '../../src/masking/bodies.ts';
import { type MaskingConfig, maskStreams } from '../../src/masking/streams.ts';
import { streams } from '../../src/streams/index.ts';

const salt = 'a salt of sixteen letters';
const config = (given: Partial<MaskingConfig> = {}): MaskingConfig => ({
  exclude: [],
  hash: [],
  hash_salt: salt,
  no_bodies: false,
  ...given,
});
const mask = (given: Partial<MaskingConfig>) => maskStreams(streams, config(given));
const maskedStream = (name: string, given: Partial<MaskingConfig>) =>
  mask(given).registry.find((stream) => stream.name === name)!;

const refusal = (given: Partial<MaskingConfig>): string => {
  try {
    mask(given);
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'config_invalid') return explain(error);
    throw error;
  }
  return expect.fail('it was accepted');
};

/** Every path of a stream's columns. */
const pathsIn = (columns: Columns): string[][] =>
  Object.entries(columns).flatMap(([name, column]) => [[name], ...pathsBelow(column).map((path) => [name, ...path])]);
const pathsBelow = (column: Column): string[][] =>
  column.kind === 'object' ? pathsIn(column.fields) : column.kind === 'list' ? pathsBelow(column.item) : [];

describe('streams', () => {
  test('of which nothing is masked are the very same ones', () => {
    const { registry, streams: left, excluded } = mask({ exclude: ['contacts.email'] });
    expect(registry.filter((stream, i) => stream !== streams[i]).map(({ name }) => name)).toEqual(['contacts']);
    expect(left).toEqual(registry);
    expect(excluded).toEqual([]);
    expect(mask({}).registry.every((stream, i) => stream === streams[i])).toBe(true);
  });

  test('that are left out can not be read, and are known', () => {
    const { registry, streams: left, excluded } = mask({ exclude: ['contacts', 'tags'] });
    expect(registry).toHaveLength(streams.length);
    expect(left.map(({ name }) => name)).toEqual(
      streams.map(({ name }) => name).filter((name) => name !== 'contacts' && name !== 'tags'),
    );
    expect(excluded).toEqual(['contacts', 'tags']);
    expect(refusal({ exclude: ['*'] })).toContain('every stream');
  });

  test('lack the columns that are left out, and have text where something is hashed', () => {
    const { columns, masking } = maskedStream('conversations', {
      exclude: ['conversations.title', 'conversations.source.author'],
      hash: ['conversations.admin_assignee_id', 'conversations.source.recipients.email'],
    });
    expect(columns).not.toHaveProperty('title');
    expect(columns.admin_assignee_id).toEqual({ kind: 'text', description: expect.stringMatching(/ Hashed\.$/) });
    const source = columns.source as Extract<Column, { kind: 'object' }>;
    expect(source.fields).not.toHaveProperty('author');
    expect(source.fields).toHaveProperty('subject');
    expect(source.fields.recipients).toMatchObject({
      kind: 'list',
      item: { kind: 'object', fields: { email: { kind: 'text', description: 'Hashed.' }, type: { kind: 'text' } } },
    });
    expect([...masking!.columns].sort()).toEqual(['admin_assignee_id', 'source', 'title']);
  });

  test('have their rows masked: hashes are those of HMAC-SHA-256, in hexadecimal', () => {
    const stream = maskedStream('contacts', { hash: ['*.email'], exclude: ['contacts.custom_attributes.ssn'] });
    expect(stream.rows({ id: '1', email: 'Ada@x.org', custom_attributes: { ssn: '1', a: 2 } }, undefined)).toEqual([
      {
        id: '1',
        email: createHmac('sha256', salt).update('Ada@x.org').digest('hex'),
        custom_attributes: { a: 2 },
      },
    ]);
  });

  test('have a digest that changes with the rules, and with the salt where something is hashed', () => {
    const digest = (given: Partial<MaskingConfig>) => maskedStream('contacts', given).masking?.digest;
    const all = [
      digest({ exclude: ['contacts.email'] }),
      digest({ exclude: ['contacts.email', 'contacts.phone'] }),
      digest({ hash: ['contacts.email'] }),
      digest({ hash: ['contacts.email'], hash_salt: 'another salt of them' }),
      digest({ exclude: ['contacts._extra.email_2'] }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(digest({ exclude: ['*.phone', 'contacts.email', 'contacts.avatar.type', 'contacts.avatar'] })).toBe(
      digest({ exclude: ['contacts.avatar', 'contacts.email', 'contacts.phone', 'contacts.email'] }),
    );
    expect(digest({ exclude: ['contacts.email'], hash_salt: 'another salt of them' })).toBe(all[0]);
    expect(digest({ exclude: ['users.email'] })).toBeUndefined();
    for (const one of all) expect(one).not.toContain('email');
  });

  test.each<[Partial<MaskingConfig>, string]>([
    [{ exclude: ['contacts.id'] }, '"exclude": "contacts.id" is of the primary key, and can\'t be left out.'],
    [{ exclude: ['contacts.updated_at'] }, '"exclude": "contacts.updated_at" is the cursor, and can\'t be left out.'],
    [
      { hash: ['conversation_parts.conversation_id'] },
      '"hash": "conversation_parts.conversation_id" names the record of conversations, and can\'t be hashed. Name columns or fields that hold one value each, such as contacts.email.',
    ],
  ])('keep what is needed: %j', (given, said) => expect(refusal(given)).toBe(said));

  test('keep what is needed, whichever it is of whichever stream', () => {
    for (const { name, primaryKey, cursor, parent } of streams) {
      const needed = [...primaryKey, cursor, parent?.column, `_extra.${deletedAt}`, `_extra.${deletedReason}`];
      for (const column of needed.filter((one) => one !== undefined))
        for (const key of ['exclude', 'hash'])
          expect(refusal({ [key]: [`${name}.${column}`] }), name).toContain(`"${key}"`);
    }
  });

  test('are no values, nor what holds several fields: that is not hashed', () => {
    expect(refusal({ hash: ['contacts'] })).toContain('"contacts" is a stream');
    expect(refusal({ hash: ['contacts.avatar'] })).toContain('"contacts.avatar" holds several fields');
    expect(refusal({ hash: ['contacts.custom_attributes'] })).toContain('holds several fields');
    expect(refusal({ hash: ['conversation_parts.attachments'] })).toContain('holds several fields');
  });

  test('may lack any path that is not needed, and have none of its columns then', () => {
    for (const stream of streams) {
      const needed = new Set([...stream.primaryKey, stream.cursor, stream.parent?.column, deletedAt, deletedReason]);
      for (const path of pathsIn(stream.columns).filter(([column]) => !needed.has(column!))) {
        const { columns } = maskedStream(stream.name, { exclude: [[stream.name, ...path].join('.')] });
        const left = pathsIn(columns).map((one) => one.join('.'));
        expect(left.filter((one) => `${one}.`.startsWith(`${path.join('.')}.`))).toEqual([]);
      }
    }
  });
});

describe('bodies', () => {
  /** Streams whose bodies are published, so that they are no one's messages. */
  const published = /^(articles?|internal_articles?|article_\w+|news\w+|macros|help_center\w*)$/;

  test('are all texts of that name, save what is published', () => {
    for (const stream of streams) {
      const found = bodiesOf(stream).map((path) => path.join('.'));
      const named = pathsIn(stream.columns)
        .filter((path) => path.at(-1) === 'body')
        .map((path) => path.join('.'));
      if (published.test(stream.name)) expect(found, stream.name).toEqual([]);
      else expect(found, stream.name).toEqual(expect.arrayContaining(named));
    }
  });

  test('are those of messages, notes and descriptions', () => {
    const all = streams.flatMap((stream) => bodiesOf(stream).map((path) => [stream.name, ...path].join('.')));
    expect(all).toEqual(
      expect.arrayContaining([
        'conversations.source.body',
        'conversations.source.email_message_metadata.history',
        'conversation_parts.body',
        'tickets.ticket_parts.ticket_parts.body',
        'tickets.ticket_attributes._default_description_',
        'companies.notes.notes.body',
      ]),
    );
  });

  test('are left out together, from schema and rows', () => {
    const { columns, rows } = maskedStream('conversation_parts', { no_bodies: true });
    expect(columns).not.toHaveProperty('body');
    expect(columns).toHaveProperty('author');
    const detail = { conversation_parts: { conversation_parts: [{ id: '2', body: 'hello', part_type: 'comment' }] } };
    expect(rows({ id: '1' }, detail)[0]).not.toHaveProperty('body');
    expect(rows({ id: '1' }, detail)[0]).toHaveProperty('part_type', 'comment');
  });
});
