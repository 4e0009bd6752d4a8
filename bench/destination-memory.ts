/**
 * npx tsx bench/destination-memory.ts [duckdb|postgres] [ROWS]: what a first load of contacts into a destination holds in memory and takes of time and
 * CPU time, as it grows: the destination alone, fed with records made in this process, whose own cost is told apart. PostgreSQL is a server of this
 * machine, which is not counted. Of the built code, since tsx itself takes memory: build first. NODE_FLAGS=--cpu-prof makes a profile.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '../src/simulator/index.ts';
import { startServer } from '../test/support/postgres-server.ts';

const [kind = 'duckdb', count = '3000000'] = process.argv.slice(2);
const rows = Number(count);

/** Contacts as the API shows them, with marks where what differs is put in. */
async function contactTexts(): Promise<string[]> {
  const simulator = createSimulator({
    seed: 4,
    counts: { contacts: 400, conversations: 10, tickets: 5, companies: 20 },
  });
  const { url, close } = await simulator.listen();
  const texts: string[] = [];
  for (let after: string | undefined; ; ) {
    const answer = await fetch(`${url}/contacts/search`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer simulator-token',
        'content-type': 'application/json',
        'intercom-version': '2.16',
      },
      body: JSON.stringify({
        query: { field: 'created_at', operator: '>', value: 0 },
        pagination: { per_page: 150, ...(after ? { starting_after: after } : {}) },
      }),
    });
    const page = (await answer.json()) as {
      data: { id: string }[];
      pages?: { next?: { starting_after: string } | null };
    };
    for (const { id, ...contact } of page.data) {
      const marked = { ...contact, id, name: '@NAME@', email: '@NAME@@example.com', updated_at: 9_999_999_999 };
      texts.push(JSON.stringify(marked).replaceAll(id, '@ID@'));
    }
    after = page.pages?.next?.starting_after;
    if (!after) break;
  }
  await close();
  return texts;
}

/** Runs in a plain Node: loads, and tells its memory at every tenth of the way. */
const loading = (dist: string, folder: string, address: string) => `
  import { readFileSync } from 'node:fs';
  const { openDestination } = await import('${dist}destinations/index.js');
  const { layoutOf } = await import('${dist}json/layout.js');
  const { recordAt } = await import('${dist}json/record.js');
  const { streams } = await import('${dist}streams/index.js');
  const info = streams.find(({ name }) => name === 'users');
  const texts = JSON.parse(readFileSync('${folder}/contacts.json', 'utf8'));
  const layout = layoutOf(info.columns);
  const destination = await openDestination('${address}');
  await destination.open({ id: 'w', name: 'w' }, [info]);
  await destination.prepare([{ info, generation: 1, refreshing: true }]);
  const megabytes = (field) => Math.round(Number(new RegExp(field + ':\\\\s*(\\\\d+)').exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024);
  const idOf = (i) => ((BigInt(i) * 0x9e3779b97f4a7c15n) % (1n << 96n)).toString(16).padStart(24, '0');
  const seconds = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
  const page = 150;
  const pagesPerCommit = Math.ceil(10_000 / page);
  const tenth = ${rows} / 10;
  let told = 0;
  let making = 0;
  const begun = performance.now();
  for (let at = 0; at < ${rows}; at += page) {
    const before = seconds();
    const many = Array.from({ length: Math.min(page, ${rows} - at) }, (_, k) => texts[(at + k) % texts.length]
      .replaceAll('@ID@', idOf(at + k)).replaceAll('9999999999', String(1_600_000_000 + at + k))
      .replaceAll('@NAME@', 'n' + Math.imul(at + k, 0x9e3779b1).toString(36)));
    const bytes = Buffer.from(many.join(''));
    const rows = [];
    for (let start = 0; start < bytes.length; ) {
      const { record, end } = recordAt(layout, bytes, start);
      rows.push(record);
      start = end;
    }
    making += seconds() - before;
    await destination.write({ type: 'records', stream: info.name, rows });
    if ((at / page) % pagesPerCommit !== pagesPerCommit - 1) continue;
    await destination.commit({ states: [{ stream: info.name, state: { updated_at: at } }], complete: [], completeSnapshots: [], at: 0 });
    if (at - told < tenth) continue;
    told = at;
    console.log([(at + page).toLocaleString('en'), 'rows,', megabytes('VmRSS'), 'MB, peak', megabytes('VmHWM'), 'MB,', Math.round(at / seconds()), 'rows a CPU second'].join(' '));
  }
  await destination.commit({ states: [], complete: [info.name], completeSnapshots: [info.name], at: 0 });
  await destination.close();
  const wall = (performance.now() - begun) / 1000;
  console.log(['closed: peak', megabytes('VmHWM'), 'MB,', Math.round(${rows} / seconds()), 'rows a CPU second,',
    Math.round(${rows} / (seconds() - making)), 'without the making of the records,', Math.round(${rows} / wall), 'rows a second'].join(' '));
`;

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const server = kind === 'postgres' ? await startServer() : undefined;
try {
  await writeFile(join(folder, 'contacts.json'), JSON.stringify(await contactTexts()));
  const address = server ? `${server.url}?schema=bench` : `duckdb:${join(folder, 'bench.duckdb')}`;
  const program = loading(new URL('../dist/', import.meta.url).href, folder, address);
  const flags = (process.env.NODE_FLAGS ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', program], { stdio: 'inherit' });
  process.exitCode = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
} finally {
  await server?.remove();
  await rm(folder, { recursive: true });
}
