/** Custom attributes as columns, read from a simulated workspace. */
import { describe, expect, test } from 'vitest';
import { type Columns, described, json, number, text } from '../../src/core/columns/columns.ts';
import { always } from '../../src/core/ranges.ts';
import { rowConverter } from '../../src/engine/convert.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { readCustomAttributes, withCustomAttributes } from '../../src/streams/custom-attributes.ts';
import { streams } from '../../src/streams/index.ts';
import type { Scan } from '../../src/streams/stream.ts';
import { throughFetch } from '../intercom/through-fetch.ts';
import { contextOver } from './read-context.ts';

const named = (registry: typeof streams, name: string) => registry.find((stream) => stream.name === name)!;
const fieldsOf = (columns: Columns, column: string): Columns => {
  const found = columns[column];
  if (found?.kind !== 'object') throw new Error(`${column} is no object`);
  return found.fields;
};

async function attributesOf(
  change: (workspace: ReturnType<typeof createSimulator>['workspace']) => void,
  names: string[],
) {
  const simulator = createSimulator({ rateLimit: null });
  change(simulator.workspace);
  const asked: string[] = [];
  const network = throughFetch(simulator.fetch);
  const context = contextOver((request) => {
    asked.push(new URL(request.url).pathname);
    return network(request);
  });
  const lines: string[] = [];
  const log = (_: string, message: string) => lines.push(message);
  const wanted = streams.filter(({ name }) => names.includes(name));
  const attributes = await readCustomAttributes({ ...context, log }, wanted);
  return { attributes, asked, lines, simulator, context };
}

describe('the custom attributes of a workspace', () => {
  test('are asked for once a kind, and only of what is read', async () => {
    const { attributes, asked } = await attributesOf(() => {}, ['users', 'leads', 'tags', 'tickets', 'contact_merges']);
    expect(asked.sort()).toEqual(['/data_attributes', '/ticket_types']);
    expect([...attributes.columns.keys()].sort()).toEqual(['contacts', 'tickets']);
  });

  test('have the names by which records hold them, whatever those are', async () => {
    const odd = ['with space', '__proto__', 'a.b', 'ünï', '"quoted"'];
    const { attributes } = await attributesOf(
      (workspace) => {
        for (const name of odd)
          workspace.createDataAttribute({
            model: 'company',
            name,
            full_name: `custom_attributes.${name}`,
            data_type: 'float',
          });
      },
      ['companies'],
    );
    const fields = attributes.columns.get('companies')!;
    for (const name of odd) expect(Object.hasOwn(fields, name), name).toBe(true);
    expect(fields['a.b']?.kind).toBe('number');
  });

  test('can be of any shape where their type is unknown, or two kinds of tickets differ in it', async () => {
    const { attributes } = await attributesOf(
      (workspace) => {
        const [first, second] = [...workspace.ticketTypes.values()];
        const common = { ...first!.attributes[0]!, name: 'Impact' };
        workspace.updateTicketType(first!.id, { attributes: [{ ...common, data_type: 'string' }] });
        workspace.updateTicketType(second!.id, {
          attributes: [
            { ...common, data_type: 'decimal' },
            { ...common, name: 'New', data_type: 'of tomorrow' },
          ],
        });
      },
      ['tickets'],
    );
    expect(attributes.columns.get('tickets')).toMatchObject({ Impact: json, New: json });
  });

  test('stay without types where they are refused, and it is told', async () => {
    const simulator = createSimulator({ rateLimit: null, denied: ['read_tickets'] });
    const lines: string[] = [];
    const context = {
      ...contextOver(throughFetch(simulator.fetch)),
      log: (_: string, line: string) => lines.push(line),
    };
    const attributes = await readCustomAttributes(context, streams);
    expect(attributes.columns.has('tickets')).toBe(false);
    expect(attributes.columns.has('contacts')).toBe(true);
    expect(lines).toEqual([expect.stringMatching(/^The custom attributes of tickets stay without types: /)]);
  });
});

describe('the definitions of custom attributes as streams', () => {
  test('are what was read for the types the first time, and asked for from then on', async () => {
    const { attributes, asked, context, simulator } = await attributesOf(() => {}, ['tickets']);
    const { scan } = named(withCustomAttributes(streams, attributes), 'ticket_type_attributes');
    expect(scan).toBe(named(withCustomAttributes(streams, attributes), 'ticket_types').scan);
    const idsRead = async () => {
      const ids: unknown[] = [];
      for await (const { entities } of (scan as Scan).read(context, always)) ids.push(...entities.map(({ id }) => id));
      return ids;
    };
    const there = [...simulator.workspace.ticketTypes.keys()];
    expect(await idsRead()).toEqual(there);
    expect(asked).toEqual(['/ticket_types']);
    expect(await idsRead()).toEqual(there);
    expect(asked).toEqual(['/ticket_types', '/ticket_types']);
  });
});

describe('streams with custom attributes', () => {
  const attributes = {
    columns: new Map<string, Columns>([['contacts', { Score: number, Plan: described(text, 'Which plan.') }]]),
    listed: new Map(),
  };
  const typed = withCustomAttributes(streams, attributes);

  test('are the same streams, and share their scans as before', () => {
    expect(typed.map(({ name }) => name)).toEqual(streams.map(({ name }) => name));
    const scansOf = (registry: typeof streams) =>
      registry.map(({ scan }) => registry.findIndex((one) => one.scan === scan));
    expect(scansOf(typed)).toEqual(scansOf(streams));
    expect(named(typed, 'users').columns).toBe(named(typed, 'leads').columns);
    expect(named(typed, 'companies').columns).toBe(named(streams, 'companies').columns);
    expect(named(typed, 'contacts').scan).not.toBe(named(streams, 'contacts').scan);
  });

  test('have the columns in the place of the map', () => {
    expect(fieldsOf(named(typed, 'users').columns, 'custom_attributes')).toEqual(attributes.columns.get('contacts'));
    expect(fieldsOf(named(streams, 'users').columns, 'custom_attributes')).toEqual({});
    expect(Object.keys(named(typed, 'users').columns)).toEqual(Object.keys(named(streams, 'users').columns));
  });

  test('convert values without loss, and keep and tell what does not fit', () => {
    const told: string[] = [];
    const convert = rowConverter(named(typed, 'contacts').columns, (path) => told.push(path));
    const custom_attributes = { Score: '1.5', Plan: 7, other: { a: 1 } };
    expect(convert({ id: '1', custom_attributes })).toEqual({
      id: '1',
      custom_attributes: { Score: 1.5, Plan: '7', other: { a: 1 } },
    });
    expect(told).toEqual([]);
    const odd = { id: '2', custom_attributes: { Score: 'high' } };
    expect(convert(odd)).toEqual(odd);
    expect(told).toEqual(['custom_attributes.Score']);
  });
});
