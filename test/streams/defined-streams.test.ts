/** The streams that a configuration and a workspace define. */
import { describe, expect, test } from 'vitest';
import { text } from '../../src/core/columns/columns.ts';
import { ConnectorError } from '../../src/core/errors.ts';
import { definedStreams, workspaceStreams } from '../../src/streams/defined-streams.ts';
import { streams } from '../../src/streams/index.ts';
import { defineStream, type WorkspaceFamily } from '../../src/streams/stream.ts';
import { scripted } from './read-context.ts';

const namesOf = (given: readonly { name: string }[]) => given.map(({ name }) => name);

test('a configuration that defines none has the streams of the registry', () => {
  expect(definedStreams({ custom_object_types: [] })).toEqual(streams);
});

test('a configuration has a stream for each type of custom objects, behind those of the registry', () => {
  const defined = definedStreams({ custom_object_types: ['Order', 'Order Item', 'Order'] });
  expect(namesOf(defined)).toEqual([...namesOf(streams), 'custom_object_order', 'custom_object_order_item']);
});

describe('the streams of a workspace', () => {
  const stream = (name: string) =>
    defineStream({
      name,
      description: 'A test.',
      permission: 'None',
      primaryKey: ['id'],
      columns: { id: text },
      scan: { name, async *read() {} },
    });
  const family = (what: string, read: WorkspaceFamily['read']): WorkspaceFamily => ({
    what,
    mayHave: (name) => name.startsWith(`${what}_`),
    read,
  });
  const refused = new ConnectorError('plan_restricted', 'Not in the plan.');

  const read = async (wanted: readonly string[] | 'all', ...families: WorkspaceFamily[]) => {
    const { context, logged, requests } = scripted(() => ({}));
    const { streams: found, missing } = await workspaceStreams(context, wanted, families);
    return { found: namesOf(found), missing, logged, requests };
  };
  const reports = family('reports', async ({ client }) => {
    await client.get('/reports');
    return [stream('reports_calls'), stream('reports_tickets')];
  });

  test('are asked for where one of them may be wanted', async () => {
    const asked = { found: ['reports_calls', 'reports_tickets'], missing: [], logged: [], requests: ['GET /reports'] };
    expect(await read('all', reports)).toEqual(asked);
    expect(await read(['contacts', 'reports_calls'], reports)).toEqual(asked);
    expect(await read(['contacts'], reports)).toEqual({ found: [], missing: [], logged: [], requests: [] });
  });

  test('are left out where they are refused, which is told, and the others are there', async () => {
    const closed = family('surveys', () => Promise.reject(refused));
    const { found, logged } = await read('all', closed, reports);
    expect(found).toEqual(['reports_calls', 'reports_tickets']);
    expect(logged).toEqual([expect.stringContaining('There are no streams of surveys: Not in the plan.')]);
  });

  test('are missing where they are named and the workspace has no such one, or does not tell', async () => {
    const { missing } = await read(['reports_none', 'contacts', 'reports_calls', 'reports_none'], reports);
    expect(missing).toEqual([{ stream: 'reports_none', error: expect.objectContaining({ code: 'stream_unknown' }) }]);
    expect(missing[0]!.error.hint).toBe('There are: reports_calls, reports_tickets.');
    const closed = family('surveys', () => Promise.reject(refused));
    const { missing: surveys } = await read(['surveys_a'], closed, reports);
    expect(surveys).toEqual([{ stream: 'surveys_a', error: expect.objectContaining({ code: 'plan_restricted' }) }]);
    expect(surveys[0]!.error.message).toContain('Not in the plan.');
  });

  test('end the run where Intercom does not answer', async () => {
    const down = family('surveys', () => Promise.reject(new ConnectorError('api_unavailable', 'Down.')));
    await expect(read('all', down, reports)).rejects.toThrow('Down.');
  });
});
