/**
 * All that the product may ask for, as a list: some of Intercom's paths must never be called, since they show secrets or
 * change what others wait for. A new path is named in its stream's oracle by hand, and looked at.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { openSession } from '../../src/intercom/session.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { workspaceFamilies, workspaceStreams } from '../../src/streams/defined-streams.ts';
import { throughFetch } from '../intercom/through-fetch.ts';
import { oracles } from '../support/oracle/index.ts';
import { reporting } from '../support/oracle/reporting.ts';
import { streams } from '../support/registry.ts';
import { contextOver } from './read-context.ts';

/** Asked for in every whole read: who the token is, and what each stream is read from. */
const wholeRead = ['GET /me', ...Object.values({ ...oracles, ...reporting }).flatMap(({ asks }) => asks)];

/** Asked for where a list leaves something out. */
const whereLeftOut = Object.values(oracles).flatMap(({ asksWhereLeftOut = [] }) => asksWhereLeftOut);

/** Asked for where a record may be gone. */
const byId = Object.values(oracles).flatMap(({ asksById = [] }) => asksById);

/** Paths of Intercom's that are never to be called, nor anything below them. */
const forbidden = [
  '/contacts/:id/banners',
  '/contacts/:id/secure_mode_secrets',
  '/secure_mode_secrets',
  '/export/cancel',
  '/export/:id/cancel',
];

const isForbidden = (path: string) =>
  forbidden.some((one) => path === one || path.startsWith(`${one}/`)) || /banners|secure_mode|cancel/.test(path);

/** Ids are numbers, or 24 hexadecimal digits. */
const patternOf = (path: string) => path.replaceAll(/\/(\d+|[0-9a-f]{24})(?=\/|$)/g, '/:id');

const distinct = (values: readonly string[]) => [...new Set(values)].sort();

describe('what the product asks for', () => {
  test('in a read of all streams, and in the one that follows it, is this list', async () => {
    const simulator = createSimulator({ rateLimit: null });
    const asked: string[] = [];
    const network = throughFetch(simulator.fetch);
    const { client, ...context } = contextOver((request) => {
      asked.push(`${request.method} ${patternOf(new URL(request.url).pathname)}`);
      return network(request);
    });
    const states = new Map();
    for (let run = 1; run <= 2; run++) {
      const session = await openSession(client, { region: 'us' });
      const families = workspaceFamilies({ appId: session.workspace.id, clientId: undefined });
      const own = await workspaceStreams({ ...context, client: session.client }, 'all', families);
      const registry = [...streams, ...own.streams];
      const { clock, signal } = context;
      const flow = read({
        session,
        registry,
        selected: registry.map(({ name }) => ({ name, syncMode: 'incremental', syncId: null })),
        states,
        times: { start: 0, lookback: 0, settling: 600 },
        clock,
        signal,
      });
      for await (const event of flow) {
        if (event.type === 'checkpoint') for (const { stream, state } of event.states) states.set(stream, state);
        if (event.type === 'status' && event.status === 'incomplete') throw event.error;
      }
    }
    expect(distinct(asked)).toEqual(distinct(wholeRead));
  });

  test('to prove that a record is gone is this list', () => {
    const paths = streams.flatMap((stream) => stream.byId?.('0123456789abcdef01234567') ?? []);
    expect(distinct(paths.map(patternOf))).toEqual(distinct(byId));
  });

  test('by id stays below its path, whatever the id', () => {
    for (const id of ['../export/cancel', '1/banners', '1/secure_mode_secrets', '1?x=', '1#', '%2e%2e']) {
      for (const stream of streams) {
        const path = stream.byId?.(id);
        if (path === undefined) continue;
        const { pathname } = new URL(path, 'http://intercom.test');
        expect(byId.map((one) => one.replace('/:id', ''))).toContain(pathname.replace(/\/[^/]*$/, ''));
      }
    }
  });

  test('is nothing that is forbidden', () => {
    expect(
      [...[...wholeRead, ...whereLeftOut].map((request) => request.split(' ')[1]!), ...byId].filter(isForbidden),
    ).toEqual([]);
  });

  test('stands in the source as these paths, and no other', () => {
    const source = join(import.meta.dirname, '../../src');
    const ours = ['intercom', 'streams', 'engine', 'destinations', 'protocols', 'commands'];
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && (ours.includes(file.split(/[\\/]/)[0]!) || !/[\\/]/.test(file)),
    );
    const literals = files.flatMap((file) => {
      // A path stands in quotes of its own, or in a template with an id in it.
      const text = readFileSync(join(source, file), 'utf8').replaceAll(/^\s*(\/\*\*?|\*|\/\/).*$/gm, '');
      const found = text.matchAll(/['"`](\/[a-z](?:[a-z_/]|\$\{encodeURIComponent\((?:id|type)\)\})*)['"`]/g);
      return [...found].map(([, path]) => path!.replaceAll(/\$\{encodeURIComponent\((\w+)\)\}/g, ':$1'));
    });
    expect(files.length).toBeGreaterThan(60);
    const known = [...[...wholeRead, ...whereLeftOut].map((request) => request.split(' ')[1]!), ...byId];
    const types = known.map((path) => path.replace(/^(\/custom_object_instances)\/Order/, '$1/:type'));
    expect(distinct(literals)).toEqual(distinct(types));
  });
});
