/** A real browser, where this machine has one. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

/** The document once it is loaded, as the browser has it then, and what it said of it. */
export async function domOf(file: string): Promise<{ dom: string; stderr: string }> {
  const profile = await mkdtemp(join(tmpdir(), 'browser-'));
  try {
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--enable-logging=stderr',
      `--user-data-dir=${profile}`,
    ];
    const { stdout, stderr } = spawnSync(browser!, [...flags, '--dump-dom', `file://${file}`], {
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
      timeout: 60_000,
    });
    return { dom: stdout, stderr };
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
