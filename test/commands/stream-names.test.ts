/** The streams that a command line names. */
import { describe, expect, test } from 'vitest';
import { leftOutText, streamsNamed } from '../../src/commands/stream-names.ts';
import { ConnectorError, explain } from '../../src/core/errors.ts';

const registry: { name: string; cost?: string }[] = [
  { name: 'contacts' },
  { name: 'tags' },
  { name: 'notes', cost: 'a request per contact' },
  { name: 'segments', cost: 'a request per contact' },
  { name: 'conversations' },
  { name: 'conversation_parts' },
  { name: 'receipts', cost: 'an export job' },
];
const named = (...lists: string[]) => streamsNamed(lists, registry).map(({ name }) => name);

const refusal = (...lists: string[]): string => {
  try {
    named(...lists);
  } catch (error) {
    if (error instanceof ConnectorError) return explain(error);
    throw error;
  }
  return expect.fail('it was accepted');
};

const there = 'There are: contacts, tags, notes, segments, conversations, conversation_parts, receipts.';

describe('streams', () => {
  test('are all but the costly ones where none is named', () => {
    expect(streamsNamed(undefined, registry).map(({ name }) => name)).toEqual([
      'contacts',
      'tags',
      'conversations',
      'conversation_parts',
    ]);
  });

  test('are all of them by the name all', () => {
    expect(streamsNamed(['all'], registry)).toEqual(registry);
    expect(streamsNamed(['tags', 'all'], registry)).toEqual(registry);
  });

  test.each<[string[], string[]]>([
    [['tags'], ['tags']],
    [['tags,contacts'], ['contacts', 'tags']],
    [
      ['tags', 'contacts'],
      ['contacts', 'tags'],
    ],
    [
      [' tags , contacts ', 'conversations'],
      ['contacts', 'tags', 'conversations'],
    ],
    [['tags', 'tags,tags'], ['tags']],
    [['receipts'], ['receipts']],
  ])('are those of every list: %j', (lists, names) => expect(named(...lists)).toEqual(names));

  test.each([[['']], [['  ']], [['tags,']], [['tags,,contacts']], [['tags', '']]])(
    'have names: %j is refused',
    (lists) => {
      expect(refusal(...lists)).toBe(
        `A name of --streams is empty. Give names separated by commas, or leave --streams out. ${there}`,
      );
    },
  );

  test('that are none are told, with what may have been meant', () => {
    expect(refusal('tagz')).toBe(`There is no stream "tagz". Did you mean "tags"? ${there}`);
    expect(refusal('Contact,conversation-parts')).toBe(
      `There is no stream "Contact", "conversation-parts". Did you mean "contacts", "conversation_parts"? ${there}`,
    );
    expect(refusal('invoices', 'invoices')).toBe(`There is no stream "invoices". ${there}`);
  });

  test('that are left out are told by their cost', () => {
    expect(leftOutText(registry, registry.slice(0, 3))).toBe(`\
Left out, for what they cost (name them with --streams, or read everything with --streams all):
  a request per contact: segments
  an export job: receipts`);
    expect(leftOutText(registry, registry)).toBeUndefined();
  });

  test('that are left out are not read', () => {
    const leftOut = (...lists: string[]) => streamsNamed(lists, registry.slice(1), ['contacts']);
    expect(leftOut('tags').map(({ name }) => name)).toEqual(['tags']);
    expect(() => leftOut('tags,contacts')).toThrow(
      'The stream "contacts" is to be read, and is left out by "exclude".',
    );
  });
});
