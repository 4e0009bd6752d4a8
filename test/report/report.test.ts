/** Every figure of the report, as its reader sees it, on what a real sync loaded, against the simulated workspace. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sections } from '../../src/report/sections/index.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import type { Value } from '../questions/expected.ts';
import { startCommand } from '../support/command.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';
import { browser, domOf } from './browser.ts';
import { expectedHeadlines, expectedRows, type Filters, sectionIds } from './expected.ts';
import { attribute, byId, type Element, elementsIn, named, pageOf, rowsIn, textOf } from './html.ts';
import { hostile, now, simulated, teamsOf, zone } from './workspace.ts';

const needed = [...new Set(sections.flatMap(({ reads }) => Object.keys(reads)))];

test('every section has an account of its own, a title and a definition', () => {
  expect(sections.map(({ id }) => id)).toEqual(sectionIds);
  for (const { title, definition } of sections) {
    expect(title).toMatch(/^[A-Z]/);
    expect(definition, title).toMatch(/^[A-Z].*\.$/);
  }
});

describe.each(testDatabases)('the report on $name', ({ create }) => {
  let simulator: Simulator;
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    simulator = simulated();
    database = await create();
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    const server = await simulator.listen();
    const { exitCode, stderr } = await startCommand(['sync', '--to', database.address, '--streams', needed.join()], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    }).ended;
    expect(exitCode, stderr).toBe(0);
    await server.close();
  }, 120_000);
  afterAll(async () => {
    await database.remove();
    await rm(folder, { recursive: true });
  });

  async function report(name: string, ...args: string[]) {
    const out = join(folder, `${name}.html`);
    const { exitCode, stdout, stderr } = await startCommand([
      ...['report', '--to', database.address, '--out', out, '--csv', join(folder, name), ...args],
    ]).ended;
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`${out}: 19 of 19 sections. Open it in a browser.\n${join(folder, name)}: 20 CSV files.\n`);
    return { out, text: await readFile(out, 'utf8') };
  }

  /** Compares all that the page and its CSV files tell. */
  async function tellsTheTruth(name: string, text: string, filters: Omit<Filters, 'now' | 'zone'>) {
    const page = pageOf(text);
    const at = Date.parse(attribute(named(page, 'time')[0]!, 'datetime')!) / 1000;
    // The sync has begun within a minute of the moment at which the workspace was made.
    expect(Math.abs(at - now)).toBeLessThan(60);
    const around = { ...filters, zone, now: at };
    const { workspace } = simulator;
    for (const id of sectionIds) {
      const truth = expectedRows(id, workspace, around);
      const shown = rowsIn(byId(page, id)).map((row) => row.map(shownValue));
      expect(unrounded(shown, truth), id).toEqual(truth.map((row) => row.map(shownAs)));
      const [, ...csv] = parseCsv(await readFile(join(folder, name, `${id}.csv`), 'utf8')) as string[][];
      expect(
        unrounded(
          csv.map((row) => row.map(csvValue)),
          truth,
        ),
        `${id}.csv`,
      ).toEqual(truth.map((row) => row.map(shownAs)));
    }
    const headlines = expectedHeadlines(workspace, around);
    const inCsv = parseCsv(await readFile(join(folder, name, 'headlines.csv'), 'utf8')) as string[][];
    for (const [id, value] of Object.entries(headlines)) {
      const [cell] = named(byId(page, `headline-${id}`), 'dd');
      const shown = shownValue(
        textOf(cell!)
          .replace(/\u00a0?(%|min|h)$/, '')
          .replace('none', '–'),
      );
      expect(unrounded([[shown]], [[value]]), id).toEqual([[value]]);
      const [, kept] = inCsv.find(([figure]) => figure === id)!;
      expect(unrounded([[csvValue(kept!)]], [[value]]), id).toEqual([[value]]);
    }
  }

  test('of all time tells what the workspace holds', async () => {
    const { text } = await report('all', '--since', 'all');
    await tellsTheTruth('all', text, {});
    const page = pageOf(text);
    for (const id of sectionIds) expect(rowsIn(byId(page, id)).length, id).toBeGreaterThan(1);
    expect(textOf(named(page, 'header')[0]!)).toContain('Conversations of all time, of all teams. Days and hours are');
    expect(textOf(named(page, 'header')[0]!)).toContain(
      `${simulator.workspace.conversations.size} conversations are loaded`,
    );
    expect((await readdir(join(folder, 'all'))).length).toBe(20);
  });

  test('since a date, and of teams, tells what these filters leave', async () => {
    const [one, other] = teamsOf(simulator);
    const since = '2026-03-10';
    const { text } = await report('dated', '--since', since);
    await tellsTheTruth('dated', text, { since });
    const ofOne = await report('team', '--since', since, '--team', one!.name);
    await tellsTheTruth('team', ofOne.text, { since, teams: [one!.id] });
    const ofBoth = await report('teams', '--since', 'all', '--team', one!.name.toUpperCase(), other!.name);
    await tellsTheTruth('teams', ofBoth.text, { teams: [one!.id, other!.id] });
    const header = textOf(named(pageOf(ofOne.text), 'header')[0]!);
    expect(header).toContain(`Conversations since ${since}, of the team ${one!.name}.`);
    expect(header).toContain('Not limited to that time: Backlog, day by day and Backlog by age.');
  });

  test('goes back 90 days by itself, from the day of the data', async () => {
    const { text } = await report('default');
    // 2026-05-20 without 90 days.
    await tellsTheTruth('default', text, { since: '2026-02-19' });
  });

  test('takes what the workspace says for text, and has nothing from outside', async () => {
    const { text, out } = await report(
      'hostile',
      '--since',
      'all',
      '--team',
      ...teamsOf(simulator).map(({ name }) => name),
    );
    const page = pageOf(text);
    const elements = elementsIn(page);
    const tags = new Set(elements.map(({ tagName }) => tagName));
    for (const tag of ['script', 'img', 'iframe', 'link', 'object', 'embed', 'image', 'use', 'foreignObject', 'base'])
      expect(tags).not.toContain(tag);
    const attributes = elements.flatMap((element: Element) => element.attrs);
    expect(attributes.filter(({ name }) => /^(on|style$|src|srcset|action|xlink)/.test(name))).toEqual([]);
    expect(attributes.filter(({ name, value }) => name === 'href' && !/^#[a-z-]+$/.test(value))).toEqual([]);
    const cells = [...named(page, 'th'), ...named(page, 'td')].map(textOf);
    for (const name of Object.values(hostile)) expect(cells).toContain(name);
    const styles = named(page, 'style');
    expect(styles.length).toBe(1);
    expect(textOf(styles[0]!)).not.toMatch(/url\(|@import/);
    const policy = named(page, 'meta').find((meta) => attribute(meta, 'http-equiv') === 'Content-Security-Policy');
    const hash = createHash('sha256').update(textOf(styles[0]!)).digest('base64');
    expect(attribute(policy!, 'content')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    if (browser) {
      const { dom, stderr } = await domOf(out);
      expect(stderr).not.toMatch(/CONSOLE|Content Security Policy/);
      const read = pageOf(dom);
      expect(textOf(named(read, 'title')[0]!)).toMatch(/^Support report: /);
      expect(elementsIn(read).map(({ tagName }) => tagName)).toEqual(elements.map(({ tagName }) => tagName));
    }
  });
});

/** A number as the page writes it, or a text; null where it says that there is nothing. */
function shownValue(text: string): Value {
  if (text === '–') return null;
  return /^-?[\d,]+(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : text;
}

const csvValue = (text: string): Value => {
  if (text === '') return null;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return /^\d{4}-\d\d-01$/.test(text) ? text.slice(0, 7) : text;
};

/** Ids that are digits are read as numbers on both sides. */
const shownAs = (value: Value): Value => {
  if (typeof value !== 'string') return value;
  return /^\d+$/.test(value) ? Number(value) : /^\d{4}-\d\d-01$/.test(value) ? value.slice(0, 7) : value;
};

/** One decimal is told: the true value, where it is that one rounded. */
const unrounded = (rows: readonly Value[][], truth: readonly (readonly Value[])[]): Value[][] =>
  rows.map((row, i) =>
    row.map((told, j) => {
      const value = truth[i]?.[j];
      if (typeof told === 'string') return shownAs(told);
      return typeof told === 'number' && typeof value === 'number' && Math.abs(told - value) <= 0.05 + 1e-9
        ? value
        : told;
    }),
  );
