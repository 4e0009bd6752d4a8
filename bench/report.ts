/** What a benchmark says: a table for people, JSON for the record. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What it must be at least, or at most, where something is asked of it. */
  atLeast?: number;
  atMost?: number;
}

export interface Bench {
  name: string;
  /** One line, for people. */
  description: string;
  /** `quick`: a smaller workspace, to see that it works. */
  run(options: { quick: boolean }): Promise<Figure[]>;
}

const folder = fileURLToPath(new URL('results/', import.meta.url));

/** Prints the figures, and writes them with the machine they were measured on to `results/NAME.json`. */
export async function report({ name, description }: Bench, figures: Figure[], quick: boolean): Promise<void> {
  const width = Math.max(...figures.map(({ what }) => what.length));
  const lines = figures.map((figure) => {
    const value = `${shown(figure.value)} ${figure.unit}`.padEnd(24);
    return `  ${figure.what.padEnd(width)}  ${value}${verdict(figure)}`.trimEnd();
  });
  process.stdout.write(`\n${name}: ${description}${quick ? ' (quick)' : ''}\n${lines.join('\n')}\n`);
  await mkdir(folder, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    loadAverage: loadavg(),
  };
  const result = { name, quick, at: new Date().toISOString(), machine, figures };
  await writeFile(`${folder}${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
}

function verdict({ value, atLeast, atMost }: Figure): string {
  if (atLeast !== undefined) return `${value >= atLeast ? 'reached' : 'MISSED '}  at least ${shown(atLeast)}`;
  if (atMost !== undefined) return `${value <= atMost ? 'reached' : 'MISSED '}  at most ${shown(atMost)}`;
  return '';
}

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toFixed(3)));

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
