/** The rooms of src/ and which way imports go between them: read from the imports themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../src/', import.meta.url));

interface Import {
  /** The importing file, relative to src/. */
  from: string;
  /** A file relative to src/, or a package's name; Node's own modules are left out. */
  to: string;
  isPackage: boolean;
  /** Gone once the types are stripped. */
  typeOnly: boolean;
  /** Loaded when asked for, not with the file. */
  lazy: boolean;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.split(sep).join('/'))
  .sort();

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** `import … from`, `export … from` and bare imports, at the start of a line; then the lazy ones, which TypeScript also has for types. */
const statement = /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const call = /(typeof\s+)?\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function importsOf(file: string): Import[] {
  const text = textOf(file);
  const found = [
    ...[...text.matchAll(statement)].map(([, type, to]) => ({ to, typeOnly: type !== undefined, lazy: false })),
    ...[...text.matchAll(call)].map(([, type, to]) => ({ to, typeOnly: type !== undefined, lazy: true })),
  ];
  return found.flatMap(({ to = '', typeOnly, lazy }) => {
    if (to.startsWith('node:')) return [];
    const isPackage = !to.startsWith('.');
    const target = isPackage
      ? packageOf(to)
      : relative(root, resolve(root, dirname(file), to))
          .split(sep)
          .join('/');
    return [{ from: file, to: target, isPackage, typeOnly, lazy }];
  });
}

const imports = files.flatMap(importsOf);
const inside = imports.filter(({ isPackage }) => !isPackage);

/** The folder that has a rule of its own, or the file itself where it is in none. */
const roomOf = (file: string): string =>
  Object.keys(mayImport).find((room) => file === room || file.startsWith(`${room}/`)) ?? file;

const show = ({ from, to }: Import): string => `${from} → ${to}`;

/**
 * What each room may import beside itself, types too; without an exception. A room within another comes before it, since the
 * first that a file lies in is its own.
 */
const mayImport: Record<string, readonly string[]> = {
  // The entry point only checks Node's version.
  'cli.ts': ['program.ts'],
  'singer.ts': ['cli.ts'],
  'program.ts': ['program', 'commands', 'core'],
  program: ['commands', 'core'],
  // The library's door: what a program may use that is no command line.
  'index.ts': [
    'connect.ts',
    'connection.ts',
    'sync',
    'destinations',
    'engine',
    'streams',
    'intercom/readers',
    'intercom/limits',
    'intercom/http',
    'intercom',
    'json',
    'core',
    'views',
  ],
  // The wiring is the commands' and the library's alike.
  'connect.ts': [
    'connection.ts',
    'engine',
    'masking',
    'streams',
    'intercom',
    'intercom/readers',
    'intercom/limits',
    'intercom/http',
    'core',
  ],
  'connection.ts': ['engine', 'streams', 'intercom', 'core'],
  commands: [
    'connect.ts',
    'connection.ts',
    'terminal',
    'protocols',
    'sync',
    'verify',
    'destinations',
    'destinations/duckdb',
    'doctor',
    'simulator',
    'masking',
    'questions',
    'report',
    'views',
    'streams',
    'intercom',
    'core',
  ],
  doctor: ['connection.ts', 'destinations', 'streams', 'intercom', 'intercom/http', 'core'],
  verify: [
    'connection.ts',
    'sync',
    'engine',
    'destinations',
    'destinations/sql',
    'streams',
    'intercom/readers',
    'json',
    'core',
  ],
  // Text alone: what is asked, not who answers.
  questions: ['expressions'],
  // It is given what to ask, and text to write.
  report: ['questions', 'expressions', 'destinations', 'core'],
  views: ['expressions', 'core'],
  expressions: [],
  terminal: ['core'],
  sync: ['connection.ts', 'destinations', 'destinations/sql', 'streams', 'intercom/readers', 'intercom', 'core'],
  protocols: ['json', 'core'],
  // A database is a room that the others know nothing of; what databases share names none of them.
  'destinations/duckdb': ['destinations/sql', 'destinations', 'core'],
  'destinations/postgres': ['destinations/sql', 'destinations', 'core'],
  'destinations/sql': ['destinations', 'json', 'core'],
  destinations: ['destinations/duckdb', 'destinations/postgres', 'core'],
  engine: ['streams', 'intercom/readers', 'intercom/limits', 'intercom', 'json', 'core'],
  masking: ['streams', 'intercom', 'json', 'core'],
  streams: ['intercom/readers', 'intercom/http', 'intercom/limits', 'intercom', 'core'],
  'intercom/readers': ['intercom', 'intercom/limits', 'intercom/http', 'json', 'core'],
  'intercom/limits': ['intercom/http', 'core'],
  'intercom/http': ['json', 'core'],
  intercom: ['intercom/limits', 'intercom/http', 'core'],
  json: ['core'],
  core: [],
  // What an Intercom is made of, then the objects it knows, then the server that gives them.
  'simulator/engine': [],
  'simulator/resources': ['simulator/engine'],
  'simulator/server': ['simulator/resources', 'simulator/engine'],
  'simulator/business': ['simulator/resources', 'simulator/engine'],
  simulator: ['simulator/business', 'simulator/server', 'simulator/resources', 'simulator/engine'],
};

describe('the imports of src/', () => {
  test('are found: the test itself sees something', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.map(show)).toEqual(
      expect.arrayContaining([
        'program/loading.ts → commands/sync.ts',
        'engine/scan.ts → streams/stream.ts',
        'destinations/duckdb/instance.ts → @duckdb/node-api',
      ]),
    );
  });

  test('lead to files that exist', () => {
    expect(inside.filter(({ to }) => !files.includes(to)).map(show)).toEqual([]);
  });

  test('go from room to room in one direction', () => {
    const wrong = inside.filter((one) => {
      const [from, to] = [roomOf(one.from), roomOf(one.to)];
      return from !== to && !mayImport[from]?.includes(to);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test('no room is without a rule', () => {
    expect(files.filter((file) => !(roomOf(file) in mayImport))).toEqual([]);
  });

  test('no rule is without a need', () => {
    const used = new Set(inside.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`));
    const rules = Object.entries(mayImport).flatMap(([from, rooms]) => rooms.map((to) => `${from} → ${to}`));
    expect(rules.filter((rule) => !used.has(rule))).toEqual([]);
  });

  test('of the simulator lead nowhere outside it: it is a server like any other', () => {
    const wrong = inside.filter(({ from, to }) => from.startsWith('simulator/') && !to.startsWith('simulator/'));
    expect(wrong.map(show)).toEqual([]);
  });

  test('of the commands are lazy in the command line, so that none pays for another', () => {
    const wrong = inside.filter(
      ({ from, to, lazy }) => roomOf(from).startsWith('program') && roomOf(to) === 'commands' && !lazy,
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('go in no circle, types included', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of inside) next.set(from, [...(next.get(from) ?? []), to]);
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (file: string, path: readonly string[]) => {
      const seenAt = path.indexOf(file);
      if (seenAt >= 0) circles.push([...path.slice(seenAt), file].join(' → '));
      if (seenAt >= 0 || done.has(file)) return;
      for (const one of next.get(file) ?? []) walk(one, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });
});

test('what SQL databases share names none of them, save in comments', () => {
  const shared = files.filter((file) => roomOf(file) === 'destinations/sql');
  expect(shared).toContain('destinations/sql/merge.ts');
  const code = (file: string) => textOf(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ' ');
  expect(shared.filter((file) => /duckdb|postgres/i.test(code(file)))).toEqual([]);
});

describe('a package', () => {
  const homes: [name: string, RegExp][] = [
    ['undici', /^intercom\/http\/transport\.ts$/],
    ['@duckdb/node-api', /^destinations\/duckdb\//],
    ['@duckdb/node-bindings', /^destinations\/duckdb\//],
    ['pg', /^destinations\/postgres\//],
    ['pg-copy-streams', /^destinations\/postgres\//],
    ['pgpass', /^destinations\/postgres\//],
    ['pg-cursor', /^destinations\/postgres\//],
    ['csv-stringify', /^terminal\/result\.ts$/],
    ['commander', /^program(\.ts$|\/)/],
    // Of it only the templates that escape what stands in HTML.
    ['hono', /^(simulator\/|report\/page\.ts$)/],
    ['@hono/node-server', /^simulator\//],
    ['vega', /^report\/charts\/draw\.ts$/],
    ['vega-lite', /^report\/charts\/draw\.ts$/],
    ['yauzl', /^intercom\/readers\/export-archive\.ts$/],
    ['csv-parse', /^intercom\/readers\/csv\.ts$/],
    ['zod', /^(intercom\/config\.ts$|protocols\/|simulator\/)/],
  ];

  test.each(homes)('%s is used in one place', (name, home) => {
    const users = imports.filter(({ to, isPackage }) => isPackage && to === name);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ from }) => !home.test(from)).map(show)).toEqual([]);
  });

  test('has such a place, whichever it is', () => {
    const known = homes.map(([name]) => name);
    expect(imports.filter(({ to, isPackage }) => isPackage && !known.includes(to)).map(show)).toEqual([]);
  });

  test('that speaks to a database is loaded only when it is needed', () => {
    const wrong = imports.filter(({ to, typeOnly, lazy }) => /^(@duckdb\/|pg)/.test(to) && !typeOnly && !lazy);
    expect(wrong.map(show)).toEqual([]);
  });

  test('that draws charts is loaded only when one is drawn', () => {
    const wrong = imports.filter(({ to, typeOnly, lazy }) => /^vega/.test(to) && !typeOnly && !lazy);
    expect(wrong.map(show)).toEqual([]);
  });

  test('that serves HTTP is loaded only once the simulator listens', () => {
    const loaded = loadedWith('simulator/index.ts');
    expect(loaded).toContain('simulator/server/app.ts');
    expect([...loaded]).not.toContain('@hono/node-server');
  });
});

/** The files and packages that come with a file when it is imported. */
function loadedWith(file: string): Set<string> {
  const loaded = new Set([file]);
  for (const one of loaded)
    for (const { to } of imports.filter(({ from, typeOnly, lazy }) => from === one && !typeOnly && !lazy))
      loaded.add(to);
  return loaded;
}

test('spec and discover, which send no request, load no HTTP client, nor what reads exports', () => {
  const loaded = loadedWith('commands/airbyte.ts');
  expect(loaded).toContain('intercom/client.ts');
  const heavy = ['undici', 'intercom/http/transport.ts', 'yauzl', 'csv-parse'];
  expect([...loaded].filter((name) => heavy.includes(name))).toEqual([]);
});

describe('a file of src/', () => {
  test('has 300 lines at most', () => {
    const lengths = files.map((file) => ({ file, lines: textOf(file).split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  });
});
