/** Whole sets of a parent's children. */
import { beforeEach, describe, expect, test } from 'vitest';
import { parts, records } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function setsSuite(at: Bench): void {
  describe('whole sets of children', () => {
    const part = (id: string, conversation: string, body = '') => ({ id, conversation_id: conversation, body });
    beforeEach(() => at.load(records(parts, [part('1', 'a'), part('2', 'a'), part('3', 'b'), part('4', 'c')])));

    test('replace what their parents had, and touch no other parent', async () => {
      await at.load(records(parts, [part('2', 'a', 'new'), part('5', 'a')], ['a', 'b']));
      const held = await at.place.rows('conversation_parts');
      expect(held.map(({ id, body }) => `${id} ${body}`)).toEqual(['2 new', '4 ', '5 ']);
    });

    test('without saying so only add and update', async () => {
      await at.load(records(parts, [part('5', 'a')]));
      expect(await at.ids(parts)).toEqual(['1', '2', '3', '4', '5']);
    });

    test('may be empty', async () => {
      await at.load(records(parts, [], ['a']));
      expect(await at.ids(parts)).toEqual(['3', '4']);
    });

    test('replace what came for their parents before them, committed or not', async () => {
      await at.load(
        records(parts, [part('5', 'a'), part('6', 'c')]),
        records(parts, [part('7', 'a'), part('8', 'a')], ['a']),
        records(parts, [part('8', 'a')], ['a']),
        records(parts, [part('9', 'a')]),
      );
      expect(await at.ids(parts)).toEqual(['3', '4', '6', '8', '9']);
    });
  });
}
