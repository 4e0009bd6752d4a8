/** Data and state together. */
import { describe, expect, test } from 'vitest';
import { text } from '../../../src/core/columns/columns.ts';
import { acme, contacts, loads, nothing, records, tags, tombstone } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function commitsSuite(at: Bench): void {
  describe('a commit', () => {
    test('makes data and state true together; until then neither is seen', async () => {
      await at.destination.write(records(contacts, [{ id: 'a' }, tombstone('z', 20)]));
      expect(await at.ids(contacts)).toEqual([]);
      const states = [{ stream: 'contacts', state: { updated_at: 1, slices: [{ from: 2, to: 3 }], 'ü"\'': [null] } }];
      await at.destination.commit({ ...nothing, states });
      expect(await at.ids(contacts)).toEqual(['a']);
      await at.destination.write(records(contacts, [{ id: 'b' }, tombstone('y', 20)]));
      expect((await at.reopen()).get('contacts')?.state).toEqual(states[0]!.state);
      expect(await at.ids(contacts)).toEqual(['a']);
      expect((await at.place.deleted()).map(({ key }) => key)).toEqual([{ id: 'z' }]);
    });

    test('leaves the other streams as they were', async () => {
      await at.destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { updated_at: 1 } }] });
      await at.destination.commit({ ...nothing, states: [{ stream: 'tags', state: { done: true } }] });
      const stored = await at.reopen();
      expect(stored.get('contacts')).toEqual({ state: { updated_at: 1 }, generation: 1, refreshing: false });
      expect(stored.get('tags')).toEqual({ state: { done: true }, generation: 1, refreshing: false });
    });
  });

  test('columns new since are added, and rows held keep null in them', async () => {
    await at.load(records(tags, [{ id: 't', name: 'x' }]));
    const wider = { ...tags, columns: { ...tags.columns, color: text } };
    await at.restart(loads({}, [wider]));
    await at.load(records(wider, [{ id: 'u', color: 'red' }]));
    expect(await at.place.rows('tags')).toMatchObject([
      { id: 't', name: 'x', color: null },
      { id: 'u', name: null, color: 'red' },
    ]);
  });

  test('another workspace is refused, naming both; a new name is taken', async () => {
    await at.destination.close();
    at.destination = await at.place.open();
    await expect(at.destination.open({ id: 'w2', name: 'Umbrella' }, [])).rejects.toMatchObject({
      code: 'destination_unusable',
      message: expect.stringMatching(/"Acme" \(w1\).*"Umbrella" \(w2\)/),
      hint: expect.any(String),
    });
    await at.destination.close();
    at.destination = await at.place.open();
    await expect(at.destination.open({ ...acme, name: 'Acme Inc.' }, [])).resolves.toBeInstanceOf(Map);
  });
}
