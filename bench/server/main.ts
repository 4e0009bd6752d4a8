/**
 * The benchmarks' server, a process of its own so that it is not what is measured: prepared bodies, the rate limit's
 * windows, a latency, and a control surface under `/_bench/`. Takes its options as JSON, says its address on stdout.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAnswers } from './answers.ts';
import { createWindows } from './windows.ts';
import { hourlyShare, prepareWorkspace, type Sizes } from './workspace.ts';

export interface ServerOptions {
  sizes: Sizes;
  /** Requests per window of ten seconds. */
  limit: number;
  latencyMs: number;
  /** How far the server's clock is behind, in seconds, until it is told that hours pass. */
  behind: number;
}

const options = JSON.parse(process.argv[2] ?? '') as ServerOptions;
let { behind } = options;
const now = () => Date.now() / 1000 - behind;
const workspace = await prepareWorkspace(options.sizes, now);
const answer = createAnswers(workspace);
const windows = createWindows(options.limit);
const refusal = Buffer.from('{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"Exceeded"}]}');
let byPath: Record<string, number> = {};
/** What holds many records, or grows with time. All else are lists, told apart by their queries. */
const isOfRecords = (path: string) =>
  /^\/(contacts|companies|tickets|conversations\/(search|deleted|\d+)|admins\/activity_logs)\b/.test(path);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => take(request, response, Buffer.concat(chunks).toString()));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.on('end', () => process.exit()).resume();

async function take(request: IncomingMessage, response: ServerResponse, body: string) {
  const [path = '', search = ''] = (request.url ?? '').split('?');
  if (path.startsWith('/_bench/')) return control(path, new URLSearchParams(search), response);
  const kind = isOfRecords(path) ? path.replace(/\/\w*\d\w*/, '/:id') : request.url!;
  byPath[kind] = (byPath[kind] ?? 0) + 1;
  const { headers, refused } = windows.spend(now());
  const { method = 'GET' } = request;
  const version = String(request.headers['intercom-version'] ?? '');
  const asked = { method, path, query: new URLSearchParams(search), version, body };
  const found = refused ? refusal : await answer(asked);
  const status = refused ? 429 : found ? 200 : 404;
  const send = () => {
    response.sendDate = false;
    response.writeHead(status, [
      'Content-Type',
      'application/json; charset=utf-8',
      'Content-Length',
      String(found?.length ?? 2),
      'Date',
      new Date(now() * 1000).toUTCString(),
      ...headers,
    ]);
    response.end(found ?? '{}');
  };
  if (options.latencyMs > 0) setTimeout(send, options.latencyMs);
  else send();
}

/** `report` tells what was asked since the last `reset`; `hour` lets an hour pass; `changed` tells what a sync must read. */
function control(path: string, query: URLSearchParams, response: ServerResponse) {
  const end = (value: object) => response.end(JSON.stringify(value));
  if (path === '/_bench/report') return end({ ...windows.report(), byPath, cpu: process.cpuUsage(), now: now() });
  if (path === '/_bench/reset') {
    windows.reset();
    byPath = {};
    return end({});
  }
  const collections = ['contacts', 'conversations', 'tickets'] as const;
  if (path === '/_bench/hour') {
    behind -= 3600;
    const to = now() - 60;
    if (query.get('changes') === 'true')
      for (const name of collections) workspace[name].change(hourlyShare, to - 3540, to);
    return end({ now: now() });
  }
  const since = Number(query.get('since'));
  const changed = collections.map((name) => [name, workspace[name].changedSince(since)]);
  end({
    ...Object.fromEntries(changed),
    companies: workspace.companies.size,
    activities: workspace.activities.length,
    deletedConversations: workspace.deletedConversations.length,
    lists: Object.keys(byPath).filter((kind) => !isOfRecords(kind)).length,
  });
}
