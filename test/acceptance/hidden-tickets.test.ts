/**
 * A token without "Read tickets" gets no conversations that are tickets, and no error: it is said, and once the permission is
 * there they come, though nothing of them has changed.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { expectedRows } from '../support/oracle/index.ts';
import { streams as registry } from '../support/registry.ts';
import { configure, finalStates, listed, recordsIn, type Source, startSource } from './source.ts';

const told = 'The token lacks the permission "Read tickets": conversations that are tickets are left out';
const readAgain = 'conversations: read from the start,';

let source: Source;
afterEach(() => source.close());

const textOf = (value: unknown) => JSON.stringify(value).replaceAll('\\"', '"').replaceAll('\\\\"', '"');
const timesIn = (text: string, part: string) => text.split(part).length - 1;

const conversationStreams = () => listed((name) => ['conversations', 'conversation_parts'].includes(name));

const idsOf = (messages: Parameters<typeof recordsIn>[0], stream: string) =>
  recordsIn(messages)
    .filter((record) => record.stream === stream)
    .map(({ data }) => String(data.id))
    .sort();

const truth = (name: string) =>
  expectedRows(source.simulator, registry.find((one) => one.name === name)!)
    .map(({ id }) => String(id))
    .sort();

describe('check', () => {
  test.each([
    ['says it where the permission lacks', ['read_tickets'], 1],
    ['says nothing where it is there', [], 0],
  ])('%s', async (_, denied, times) => {
    source = await startSource({ scale: 0, denied });
    const { messages, exitCode } = await source.check();
    expect(exitCode).toBe(0);
    expect(messages.at(-1)).toMatchObject({ connectionStatus: { status: 'SUCCEEDED' } });
    expect(timesIn(textOf(messages), told)).toBe(times);
  });

  test('says nothing where Intercom does not answer the question', async () => {
    source = await startSource({ scale: 0 });
    source.simulator.faults.add({ kind: 'refuse-once', match: '/tickets/search' });
    const { messages } = await source.check();
    expect(messages.at(-1)).toMatchObject({ connectionStatus: { status: 'SUCCEEDED' } });
    expect(textOf(messages)).not.toContain('Read tickets');
  });
});

describe('read', () => {
  test('says it once, and gives what was hidden once the permission is there, each of them', async () => {
    source = await startSource({ seed: 11, denied: ['read_tickets'] });
    const catalog = configure(conversationStreams(), 'incremental');
    const visible = truth('conversations').length;
    const first = await source.read(catalog);
    expect(first.exitCode).toBe(0);
    expect(timesIn(textOf(first.messages), told)).toBe(1);
    expect(idsOf(first.messages, 'conversations')).toEqual(truth('conversations'));
    for (const { stream } of finalStates(first.messages))
      expect(stream.stream_state).toMatchObject({ without_tickets: true });

    const still = await source.read(catalog, finalStates(first.messages));
    expect(timesIn(textOf(still.messages), told)).toBe(1);
    expect(idsOf(still.messages, 'conversations').length).toBeLessThan(visible / 2);

    source.simulator.change({ denied: [] });
    expect(truth('conversations').length).toBeGreaterThan(visible);
    const third = await source.read(catalog, finalStates(still.messages));
    const text = textOf(third.messages);
    expect([timesIn(text, told), timesIn(text, readAgain)]).toEqual([0, 1]);
    for (const name of ['conversations', 'conversation_parts'])
      expect(idsOf(third.messages, name)).toEqual(truth(name));
    for (const { stream } of finalStates(third.messages))
      expect(stream.stream_state).not.toHaveProperty('without_tickets');

    const fourth = await source.read(catalog, finalStates(third.messages));
    expect(textOf(fourth.messages)).not.toContain(readAgain);
    expect(idsOf(fourth.messages, 'conversations').length).toBeLessThan(visible / 2);
  });

  test('that is cut off while it gives what was hidden gives the rest in the next one', async () => {
    source = await startSource({ seed: 12, scale: 3, latencyMs: 5, denied: ['read_tickets'] });
    const catalog = configure(conversationStreams(), 'incremental');
    const first = await source.read(catalog);
    source.simulator.change({ denied: [] });
    let records = 0;
    const cut = await source.read(catalog, finalStates(first.messages), {
      onMessage: ({ type }, process) => {
        if (type === 'RECORD' && ++records === 700) process.end('SIGTERM');
      },
    });
    expect(cut.signal).toBe('SIGTERM');
    const rest = await source.read(catalog, [...finalStates([...first.messages, ...cut.messages])]);
    for (const name of ['conversations', 'conversation_parts']) {
      const together = new Set([...idsOf(cut.messages, name), ...idsOf(rest.messages, name)]);
      expect([...together].sort(), name).toEqual(truth(name));
    }
  });

  test('asks nothing of tickets where no conversations are selected', async () => {
    source = await startSource({ scale: 0.1, denied: ['read_tickets'] });
    const tags = listed((name) => name === 'tags');
    const { messages } = await source.read(configure(tags, 'full_refresh'));
    expect(textOf(messages)).not.toContain('Read tickets');
    expect(source.simulator.requests.count('/tickets/search')).toBe(0);
  });
});
