/** Airbyte's own tests of connectors, from the package in which its connectors get them, on the built command and the simulator. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator } from '../../src/simulator/index.ts';
import { cli } from '../../test/support/command.ts';
import { pythonEnvironment } from '../python.ts';

const python = await pythonEnvironment(import.meta.url);

const here = fileURLToPath(new URL('.', import.meta.url));

/** What a test was called, with its configuration, and how it ended. */
type Ends = { [test: string]: 'passed' | 'skipped' | 'failed' };

async function runPytest(env: Record<string, string>): Promise<{ ends: Ends; said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
  try {
    const report = join(folder, 'report.xml');
    const flags = ['-p', 'no:cacheprovider', '-q', '-m', 'not image_tests', `--junitxml=${report}`];
    // What is to fail some day fails today.
    flags.push('-W', 'error::airbyte_cdk.test.standard_tests.DiscoveredCatalogWarning');
    const said = await new Promise<string>((resolve) => {
      const options = { cwd: here, env: { ...process.env, ...env, PYTHONDONTWRITEBYTECODE: '1', TMPDIR: folder } };
      execFile(join(python!.bin, 'python'), ['-m', 'pytest', ...flags], options, (_, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
    return { ends: endsIn(await readFile(report, 'utf8')), said };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Of a report in JUnit's form. */
const endsIn = (report: string): Ends =>
  Object.fromEntries(
    [...report.matchAll(/<testcase [^>]*?\bname="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs)].map(
      ([, name, content = '']) => [
        name!,
        content.includes('<skipped') ? 'skipped' : /<(failure|error)/.test(content) ? 'failed' : 'passed',
      ],
    ),
  );

describe.skipIf(!python)("Airbyte's standard tests of a source", () => {
  let run: Awaited<ReturnType<typeof runPytest>>;
  const simulator = createSimulator({ counts: { contacts: 180, conversations: 60, tickets: 30, companies: 30 } });
  let close: () => Promise<void>;
  beforeAll(async () => {
    const listening = await simulator.listen();
    close = listening.close;
    run = await runPytest({
      SOURCE_COMMAND: JSON.stringify([process.execPath, cli]),
      INTERCOM_API_URL: listening.url,
      PEER_SPEC: fileURLToPath(new URL('../../test/protocols/airbyte/peer-spec.json', import.meta.url)),
    });
    const ended = (how: string) => Object.values(run.ends).filter((end) => end === how).length;
    console.log(
      `Airbyte's standard tests: ${ended('passed')} passed, ${ended('failed')} failed, ${ended('skipped')} that a configuration is not for`,
    );
  });
  afterAll(() => close());

  test('pass, none of them left out', () => {
    const failed = Object.keys(run.ends).filter((name) => run.ends[name] === 'failed');
    expect(failed, run.said).toEqual([]);
    const passed = Object.keys(run.ends).filter((name) => run.ends[name] === 'passed');
    const of = (scenario: string) => `[${scenario}]`;
    expect(passed.map((name) => name.replaceAll("'", '').replace(' Test Scenario', '')).sort()).toEqual(
      [
        'test_spec',
        'test_spec_takes_the_configurations_of_airbytes_own_source',
        ...['check', 'config_matches_spec', 'discover', 'basic_read', 'fail_read_with_bad_catalog'].map(
          (name) => `test_${name}${of('valid')}`,
        ),
        ...['check', 'config_matches_spec'].map((name) => `test_${name}${of('of-airbytes-source')}`),
        `test_check${of('wrong-token')}`,
      ].sort(),
    );
  });
});
