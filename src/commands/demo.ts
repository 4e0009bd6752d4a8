/**
 * demo: the main job with nothing to set up. Without a token it serves a simulated workspace from a process of its own; the next demo finds the
 * same workspace, in which some things have happened, and reads only those.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { changedSince } from '../destinations/duckdb/changed-since.ts';
import { type Demo, openDemo } from './demo-file.ts';
import { demoVersion } from './demo-version.ts';
import { sync } from './sync.ts';

const file = 'demo.duckdb';
const seed = 1;

/** Some thousands of contacts and conversations. */
const scale = 10;

const greeting = {
  anew: 'No INTERCOM_ACCESS_TOKEN is set: syncing a simulated workspace.',
  'in place': `${file} of an earlier demo is replaced.`,
  again: `The workspace of the demo before is synced again, into ${file}. Delete that to begin anew.`,
};

const reportHint = `See it as a page: source-intercom report --to duckdb:${file}`;

export async function demo(): Promise<void> {
  if (process.env.INTERCOM_ACCESS_TOKEN) return sync({ to: 'duckdb:intercom.duckdb' });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say(greeting.anew);
  const opened = await openDemo(file, { version: demoVersion(seed, scale), now: Date.now() });
  if (opened.begins !== 'anew') say(greeting[opened.begins || 'again']);
  const simulator = startSimulator(opened);
  try {
    const url = await addressOf(simulator, say);
    const begun = performance.now();
    await sync(
      { to: `duckdb:${file}`, customObjectTypes: ['Order'] },
      {
        env: { ...process.env, INTERCOM_ACCESS_TOKEN: 'simulator-token', INTERCOM_API_URL: url },
        closing: () => closingWords(opened, ((performance.now() - begun) / 1000).toFixed(1)),
      },
    );
  } finally {
    simulator.kill();
  }
}

/** What this demo was about. */
async function closingWords({ begins, moments }: Demo, seconds: string): Promise<string> {
  if (begins !== false)
    return `${reportHint}\n\nRun it again: the workspace goes on, and the next sync reads only what has changed.`;
  const [since, syncedAt] = moments.slice(-2).map((moment) => Math.floor(moment / 1000)) as [number, number];
  const { changed, deleted } = await changedSince(file, { since, syncedAt });
  return `Since the demo before: ${changed} changed, ${deleted} deleted, synced in ${seconds} s.\n\n${reportHint}`;
}

function startSimulator({ moments, workspaceId }: Demo): ChildProcess {
  const cli = fileURLToPath(new URL('../cli.js', import.meta.url));
  const size = ['--seed', String(seed), '--scale', String(scale)];
  const past = ['--moments', moments.join(','), '--workspace', workspaceId];
  return spawn(process.execPath, [cli, 'simulate', '--port', '0', ...size, ...past], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

/** The address that the simulator tells; what it says before is passed on. */
async function addressOf(simulator: ChildProcess, say: (line: string) => void): Promise<string> {
  if (!simulator.stdout) throw new Error('The simulator has no output.');
  const lines = createInterface(simulator.stdout);
  const told = new Promise<string | undefined>((resolve) => {
    lines.on('line', (line) => {
      const url = /http:\/\/\S+?(?=,)/.exec(line)?.[0];
      if (url) resolve(url);
      else say(line);
    });
  });
  const url = await Promise.race([told, once(simulator, 'exit').then(() => undefined)]);
  if (!url) throw new Error('The simulator did not start.');
  return url;
}
