/** The streams that a command line names. */
import { describe, expect, test } from 'vitest';
import { streamsNamed } from '../../src/commands/stream-names.ts';
import { ConnectorError, explain } from '../../src/core/errors.ts';

const registry = ['contacts', 'tags', 'conversations', 'conversation_parts'].map((name) => ({ name }));
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

const there = 'There are: contacts, tags, conversations, conversation_parts.';

describe('streams', () => {
  test('are all where none is named', () => {
    expect(streamsNamed(undefined, registry)).toEqual(registry);
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
  ])('are those of every list: %j', (lists, names) => expect(named(...lists)).toEqual(names));

  test.each([[['']], [['  ']], [['tags,']], [['tags,,contacts']], [['tags', '']]])(
    'have names: %j is refused',
    (lists) => {
      expect(refusal(...lists)).toBe(
        `A name of --streams is empty. Give names separated by commas, or leave --streams out to read all. ${there}`,
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
});
