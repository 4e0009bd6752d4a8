/** Runs the built command as Airbyte or a person does, drains what it writes, and takes down what it cost. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Cost {
  wallMs: number;
  /** User and system time of the process, all its threads. */
  cpuMs: number;
  peakRssMb: number;
  /** Lines of RECORD on stdout. */
  records: number;
  /** The last state of each stream, as Airbyte would give them back. */
  states: object[];
  stdoutBytes: number;
}

export interface Run {
  args: string[];
  /** JSON given as files by the name of their flag. */
  files?: { [flag: string]: unknown };
  url?: string;
  /** Another build of the command. */
  command?: string;
}

/** The command that is measured: another build may be given to compare with. */
export const cli = process.env.BENCH_CLI ?? fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/** Runs in the measured process: what it cost is said on descriptor 3 as it ends. VmHWM, since a child's maxRSS begins at its parent's. */
const probe = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync, writeSync } from 'node:fs';
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    let peakKb = maxRSS;
    try { peakKb = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]); } catch {}
    writeSync(3, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakRssMb: peakKb / 1024 }));
  });`)}`;

/** Runs the command to its end. Rejects where it does not end with exit code 0. */
export async function runProduct({ args, files = {}, url, command = cli }: Run): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const flags: string[] = [];
    for (const [flag, content] of Object.entries(files)) {
      const path = join(folder, `${flag}.json`);
      await writeFile(path, JSON.stringify(content));
      flags.push(`--${flag}`, path);
    }
    return await run(command, [...args, ...flags], url);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(command: string, args: string[], url: string | undefined): Promise<Cost> {
  const begun = performance.now();
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
  const child = spawn(process.execPath, [...profile, '--import', probe, command, ...args], {
    env: { ...process.env, ...(url ? { INTERCOM_API_URL: url } : {}), INTERCOM_ACCESS_TOKEN: 'simulator-token' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const lines = createLineCounter();
  let said = '';
  let cost = '';
  child.stdout?.on('data', lines.take);
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000);
  });
  child.stdio[3]?.on('data', (chunk) => {
    cost += chunk;
  });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}:\n${said}\n${lines.last()}`);
  return { wallMs: performance.now() - begun, ...JSON.parse(cost), ...lines.result() };
}

/** Counts the records and keeps the states, at next to no cost. */
function createLineCounter() {
  let rest: Buffer = Buffer.alloc(0);
  let records = 0;
  let stdoutBytes = 0;
  let last = '';
  const states = new Map<string, object>();
  /** `{"type":"RECORD"` is told from the others by its tenth byte. */
  const kindAt = 9;

  return {
    take(chunk: Buffer) {
      stdoutBytes += chunk.length;
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
        if (bytes[from + kindAt] === 0x52) records++;
        else {
          last = bytes.toString('utf8', from, to);
          const message = bytes[from + kindAt] === 0x53 ? JSON.parse(last) : undefined;
          if (message?.state) states.set(message.state.stream.stream_descriptor.name, message);
        }
        from = to + 1;
      }
      rest = bytes.subarray(from);
    },
    last: () => last,
    result: () => ({ records, stdoutBytes, states: [...states.values()] }),
  };
}
