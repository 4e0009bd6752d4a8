/** The commands of the protocol as people run them in a shell: without a configuration, on discover's own output, from the whole output of the read before. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';
import { runShell } from '../support/shell.ts';
import { errorsIn, finalStates, recordsIn, type Source, startSource } from './source.ts';

const token = 'a-token-of-the-shell';

let source: Source;
let folder: string;
beforeAll(async () => {
  source = await startSource({ seed: 61, token, rateLimit: null, now: () => Date.now() - 86_400_000 });
});
afterAll(() => source.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'by-hand-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a line in a folder of its own, and gives the messages on its stdout. */
async function shell(script: string, env: Record<string, string> = { INTERCOM_ACCESS_TOKEN: token }) {
  const result = await runShell(script, {
    cwd: folder,
    env: { INTERCOM_ACCESS_TOKEN: '', INTERCOM_API_URL: source.url, ...env },
  });
  const lines = result.stdout.split('\n').filter((line) => line.startsWith('{'));
  return { ...result, messages: lines.map((line) => JSON.parse(line) as AirbyteMessage) };
}
const write = (name: string, content: unknown) =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const messagesIn = async (name: string) =>
  (await readFile(join(folder, name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AirbyteMessage);

describe('the token of the environment', () => {
  test('is all that check, discover and read need', async () => {
    const { stdout, exitCode } = await shell(
      'source-intercom check && source-intercom discover > catalog.json && source-intercom read --streams tags',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"status":"SUCCEEDED"');
    expect(stdout.match(/"type":"RECORD"/g)).toHaveLength(source.simulator.workspace.tags.size);
    // Asked for: without the token there would be no types of custom attributes.
    const [catalog] = (await messagesIn('catalog.json')).filter(({ type }) => type === 'CATALOG');
    expect(JSON.stringify(catalog)).toMatch(/"custom_attributes":\{"type":\["null","object"\],"properties":\{"\w/);
  });

  test('gives way to a configuration, and where there is neither it is said', async () => {
    await write('config.json', { access_token: 'another' });
    const refused = await shell('source-intercom check --config config.json');
    expect(refused.stdout).toContain('"status":"FAILED"');
    const nothing = await shell('source-intercom read --streams tags', {});
    expect(errorsIn(nothing.messages)).toEqual([
      expect.objectContaining({
        message: 'There is no configuration. Give a file with --config, or set INTERCOM_ACCESS_TOKEN.',
      }),
    ]);
    expect(nothing.exitCode).toBe(1);
  });
});

describe("discover's output as a catalog", () => {
  test('asks for all of its streams, each in its best mode', async () => {
    const { exitCode } = await shell(
      `source-intercom discover > all.jsonl
       node -e "const fs = require('fs'); const wanted = ['tags', 'contacts', 'company_segments'];
         for (const line of fs.readFileSync('all.jsonl', 'utf8').trim().split('\\n')) {
           const message = JSON.parse(line);
           if (message.catalog) message.catalog.streams = message.catalog.streams.filter(({ name }) => wanted.includes(name));
           fs.appendFileSync('some.jsonl', JSON.stringify(message) + '\\n');
         }"
       source-intercom read --catalog some.jsonl > read.jsonl`,
    );
    expect(exitCode).toBe(0);
    const messages = await messagesIn('read.jsonl');
    const streams = recordsIn(messages).map(({ stream }) => stream);
    const { tags, contacts } = source.simulator.workspace;
    expect(streams.filter((name) => name === 'tags')).toHaveLength(tags.size);
    expect(streams.filter((name) => name === 'contacts')).toHaveLength(contacts.size);
    expect(new Set(streams)).toEqual(new Set(['tags', 'contacts', 'company_segments']));
    // Of full refreshes a state names no cursor that the next read could go on from.
    const states = finalStates(messages).map(({ stream }) => [
      stream.stream_descriptor.name,
      Object.keys(stream.stream_state)[0],
    ]);
    expect(Object.fromEntries(states)).toMatchObject({ contacts: 'updated_at' });
  });

  test('is told where it is none', async () => {
    await write('lines.jsonl', '{"type":"LOG","log":{"level":"INFO","message":"x"}}\n');
    const { messages, exitCode } = await shell('source-intercom read --catalog lines.jsonl');
    expect(errorsIn(messages)).toMatchObject([
      {
        message: expect.stringMatching(
          /^The catalog file lines\.jsonl holds messages, and none of them is a CATALOG\./,
        ),
      },
    ]);
    expect(exitCode).toBe(1);
  });
});

describe('the whole output of a read as its state', () => {
  const streams = 'contacts,conversation_parts,company_tags,tags';

  test('goes on from there: what changed, and no more', async () => {
    const first = await shell(`source-intercom read --streams ${streams} > first.jsonl`);
    expect(first.exitCode).toBe(0);
    const [contact] = [...source.simulator.workspace.contacts.values()];
    source.simulator.workspace.updateContact(contact!.id, { name: 'Later' });
    const second = await shell(`source-intercom read --streams contacts,conversation_parts --state first.jsonl`);
    expect(second.exitCode).toBe(0);
    expect(recordsIn(second.messages)).toMatchObject([
      { stream: 'contacts', data: { id: contact!.id, name: 'Later' } },
    ]);
  });

  test.each<[string, (states: ReturnType<typeof finalStates>) => unknown]>([
    ['a list', (states) => states],
    [
      'one after the other, as lines',
      (states) => states.map((state) => JSON.stringify({ type: 'STATE', state })).join('\n'),
    ],
    [
      'an object by stream',
      (states) => Object.fromEntries(states.map(({ stream }) => [stream.stream_descriptor.name, stream.stream_state])),
    ],
    ['bare, as lines', (states) => states.map((state) => JSON.stringify(state)).join('\n')],
    ['a list in many lines', (states) => JSON.stringify(states, null, 2)],
  ])('so do the states by themselves, as %s', async (_, form) => {
    await shell('source-intercom read --streams companies,company_tags > first.jsonl');
    const states = finalStates(await messagesIn('first.jsonl'));
    // By the name that the catalog gives the stream's cursor.
    expect(states.map(({ stream }) => Object.keys(stream.stream_state)[0]).sort()).toEqual([
      'company_updated_at',
      'updated_at',
    ]);
    await write('state.json', form(states));
    const { messages, exitCode } = await shell(
      'source-intercom read --streams companies,company_tags --state state.json',
    );
    expect(exitCode).toBe(0);
    expect(recordsIn(messages)).toEqual([]);
  });

  test('and of a stream inside of another one by the key of its parent, as it was written before', async () => {
    await shell('source-intercom read --streams company_tags > first.jsonl');
    const [state] = finalStates(await messagesIn('first.jsonl'));
    const { company_updated_at, ...rest } = state!.stream.stream_state as Record<string, unknown>;
    await write('state.json', { company_tags: { updated_at: company_updated_at, ...rest } });
    const { messages, exitCode } = await shell('source-intercom read --streams company_tags --state state.json');
    expect([exitCode, recordsIn(messages)]).toEqual([0, []]);
  });

  test.each([
    ['a file of other messages', '{"type":"RECORD","record":{}}\n', /holds messages, and none of them is a STATE/],
    ['what stderr said among it', '{"type":"RECORD","record":{}}\nSome warning\n', /^Line 2 of the state file/],
    [
      'a line that was cut off',
      '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"tags"}}}}\n{"type":"ST',
      /^Line 2 /,
    ],
    ['nothing that is JSON', 'updated_at: 5', /is not valid JSON/],
  ])('is told where it is %s, and nothing is read', async (_, content, expected) => {
    await write('state.json', content);
    const before = source.simulator.requests.count();
    const { messages, exitCode } = await shell('source-intercom read --streams tags --state state.json');
    expect(errorsIn(messages)).toEqual([expect.objectContaining({ message: expect.stringMatching(expected) })]);
    expect([exitCode, source.simulator.requests.count()]).toEqual([1, before]);
  });
});

test.each([
  ['neither a catalog nor streams', '', /^Nothing says which streams to read\./],
  ['both', '--streams tags --catalog catalog.json', /^Give --catalog or --streams, not both\./],
  ['a stream that there is not', '--streams tagz', /There is no stream "tagz"/],
])('read tells of %s', async (_, flags, expected) => {
  const { messages, exitCode } = await shell(`source-intercom read ${flags}`);
  expect(errorsIn(messages)).toEqual([expect.objectContaining({ message: expect.stringMatching(expected) })]);
  expect(exitCode).toBe(1);
});

test('a catalog that asks for what changed of a stream that is read whole is told', async () => {
  const configured = (name: string) => ({ stream: { name }, sync_mode: 'incremental' });
  await write('catalog.json', { streams: ['company_segments', 'tags', 'contacts'].map(configured) });
  const { messages, exitCode } = await shell('source-intercom read --catalog catalog.json');
  expect(exitCode).toBe(0);
  expect(messages).toContainEqual({
    type: 'LOG',
    log: {
      level: 'INFO',
      message:
        'Read whole, though the catalog asks for what has changed, since nothing tells that of them: company_segments, tags.',
    },
  });
});
