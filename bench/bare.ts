/** What can't be avoided: JSON.parse of the pages and JSON.stringify of each record, and nothing else, in a process of its own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { searchFor } from './server/start.ts';

/** Pages of which it works on the texts, again and again. */
const pagesHeld = 200;

/** Contacts a CPU second. */
export async function bareRate(url: string, records: number): Promise<number> {
  const args = ['--import', 'tsx', fileURLToPath(import.meta.url), url, String(records)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout);
}

async function measure(url: string, records: number): Promise<number> {
  const pages: string[] = [];
  let cursor: string | undefined;
  do {
    const answer = await fetch(`${url}/contacts/search`, { method: 'POST', body: searchFor(0, cursor) });
    const text = await answer.text();
    pages.push(text);
    cursor = JSON.parse(text).pages.next?.starting_after;
  } while (cursor !== undefined && pages.length < pagesHeld);

  let done = 0;
  let written = 0;
  const before = process.cpuUsage();
  while (done < records) {
    for (const page of pages) {
      for (const record of JSON.parse(page).data) {
        written += JSON.stringify(record).length;
        done++;
      }
    }
  }
  const { user, system } = process.cpuUsage(before);
  if (written === 0) throw new Error('Nothing was written.');
  return done / ((user + system) / 1e6);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [url = '', records = ''] = process.argv.slice(2);
  process.stdout.write(String(await measure(url, Number(records))));
}
