/** What was looked at, for people: a line each, and what to do below it. Pure. */
import { wrap } from './wrap.ts';

export interface Line {
  section: string;
  name: string;
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  found: string;
  hint?: string | undefined;
}

const marks = { ok: '✓', warning: '!', failed: '✗', skipped: '–' } as const;

/** Sections in the order in which they come. `width`: characters in a line. */
export function doctorText(lines: readonly Line[], { width }: { width: number }): string {
  const sections = [...new Set(lines.map(({ section }) => section))];
  const paragraphs = sections.map((section) => {
    const own = lines.filter((line) => line.section === section);
    return [section, ...own.flatMap((line) => linesOf(line, width))].join('\n');
  });
  return `${[...paragraphs, wrap(verdict(lines), width).join('\n')].join('\n\n')}\n`;
}

/** Columns of the names: most are shorter, and what is found begins below one another. */
const nameWidth = 12;

function linesOf({ name, status, found, hint }: Line, width: number): string[] {
  const indent = 4 + nameWidth + 2;
  const head = `  ${marks[status]} ${name.padEnd(nameWidth)}  `;
  // What is found beside a long name goes below it.
  const [first = '', ...rest] = wrap(found, width, indent);
  const shown = name.length > nameWidth ? [head.trimEnd(), first, ...rest] : [`${head}${first.trimStart()}`, ...rest];
  return [...shown, ...(hint ? wrap(`→ ${hint}`, width, indent) : [])];
}

function verdict(lines: readonly Line[]): string {
  const count = (status: Line['status']) => lines.filter((line) => line.status === status).length;
  const warnings = count('warning');
  const noted = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  const failed = count('failed');
  if (failed > 0) return `${failed} ${failed === 1 ? 'problem' : 'problems'}${noted}: see what is marked ✗.`;
  return warnings === 0 ? 'All is well.' : `No problems${noted}: see what is marked !.`;
}
