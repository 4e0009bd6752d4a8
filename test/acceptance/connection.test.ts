import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAirbyte } from '../support/airbyte.ts';
import { config, type Source, startSource } from './source.ts';

describe('check', () => {
  let source: Source;
  beforeAll(async () => {
    source = await startSource({ scale: 0 });
  });
  afterAll(() => source.close());

  test('succeeds with a good token', async () => {
    const { messages, exitCode } = await source.check();
    expect(statuses(messages)).toEqual(['SUCCEEDED']);
    expect(exitCode).toBe(0);
  });

  test('ignores the keys that the platform adds', async () => {
    const { messages } = await source.check({ ...config, __injected_declarative_manifest: {} });
    expect(statuses(messages)).toEqual(['SUCCEEDED']);
  });

  test.each([
    ['a wrong token', { access_token: 'wrong-token-71f3' }],
    ['no token', {}],
    ['a start date that is none', { ...config, start_date: 'yesterday' }],
    ['another region', { ...config, region: 'eu' }],
  ])('fails with %s, by a status and exit code 0', async (_, wrong) => {
    const { messages, exitCode, lines, stderr } = await source.check(wrong);
    expect(statuses(messages)).toEqual(['FAILED']);
    expect(messages.some(({ type }) => type === 'TRACE')).toBe(false);
    expect(exitCode).toBe(0);
    expect(lines.join() + stderr).not.toContain('wrong-token-71f3');
  });

  test('fails where Intercom does not know a type of custom objects, or two of them have one name', async () => {
    const failure = async (...custom_object_types: string[]) => {
      const { messages } = await source.check({ ...config, custom_object_types });
      return messages.map((one) => (one.type === 'CONNECTION_STATUS' ? one.connectionStatus : one));
    };
    expect(await failure('Order', 'Ordr')).toEqual([
      { status: 'FAILED', message: expect.stringMatching(/^Intercom knows no custom object type "Ordr"\. Give /) },
    ]);
    const requests = source.simulator.requests.count();
    expect(await failure('Order', 'order')).toEqual([
      { status: 'FAILED', message: expect.stringContaining('"Order" and "order" would both be the stream') },
    ]);
    expect(source.simulator.requests.count()).toBe(requests);
  });

  test('names the custom objects that a token does not open', async () => {
    const own = await startSource({ scale: 0, denied: ['read_custom_object_instances'] });
    try {
      const { messages } = await own.check();
      expect(JSON.stringify(messages)).toContain('(custom_object_order)');
    } finally {
      await own.close();
    }
  });

  test('names, while it succeeds, the permissions that lack and the streams that need them', async () => {
    const own = await startSource({ scale: 0, denied: ['read_tags', 'read_tickets'] });
    try {
      const { messages, exitCode } = await own.check();
      expect(statuses(messages)).toEqual(['SUCCEEDED']);
      expect(exitCode).toBe(0);
      const [message] = messages.flatMap((one) =>
        one.type === 'CONNECTION_STATUS' ? [one.connectionStatus.message ?? ''] : [],
      );
      expect(message).toMatch(
        /^Connected to workspace .* The token lacks permissions, and the streams that need it can't be read: /,
      );
      expect(message).toContain('"Read tags" (tags)');
      expect(message).toMatch(/"Read tickets" \(tickets, ticket_parts, .*ticket_states\)/);
      expect(message).not.toContain('Read conversations');
      expect(message).toContain('conversations that are tickets are left out of all conversation streams');
      // One for each permission, and one that opens the session.
      expect(own.simulator.requests.count()).toBeLessThanOrEqual(12);
      expect(own.simulator.requests.all.map(({ path }) => path).filter((path) => /export|events/.test(path))).toEqual(
        [],
      );
    } finally {
      await own.close();
    }
  });

  test('says what failed where the configuration is not to blame, by a trace and exit code 1', async () => {
    const { messages, exitCode } = await runAirbyte('check', {
      files: { config },
      env: { INTERCOM_API_URL: `${source.url}/nowhere` },
    });
    const traces = messages.filter(({ type }) => type === 'TRACE');
    expect(traces).toEqual([
      {
        type: 'TRACE',
        trace: expect.objectContaining({ error: expect.objectContaining({ message: expect.any(String) }) }),
      },
    ]);
    expect(statuses(messages)).toEqual([]);
    expect(exitCode).toBe(1);
  });
});

const statuses = (messages: Awaited<ReturnType<typeof runAirbyte>>['messages']) =>
  messages.flatMap((message) => (message.type === 'CONNECTION_STATUS' ? [message.connectionStatus.status] : []));
