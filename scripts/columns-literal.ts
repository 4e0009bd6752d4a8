/** Columns as TypeScript, laid out as the formatter lays it out, to be pasted into a stream's file. Pure. */
import type { Column, Columns } from '../src/core/columns/columns.ts';

const lineWidth = 120;

/** The import and the literal `<name>Columns`. */
export function columnsModule(name: string, columns: Columns): string {
  const variable = `${camelCase(name)}Columns`;
  const members = Object.entries(columns).map((member) => memberLines(member, 1));
  return `${importOf(columns)}\n\nexport const ${variable}: Columns = {\n${members.join('')}};\n`;
}

const camelCase = (name: string): string =>
  name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '');

function importOf(columns: Columns): string {
  const used = [...new Set([...Object.values(columns).flatMap(kindsIn), 'Columns'])];
  const names = used
    .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map((name) => (name === 'Columns' ? 'type Columns' : name));
  const line = (inner: string) => `import {${inner}} from '../../core/columns/columns.ts';`;
  const short = line(` ${names.join(', ')} `);
  return short.length <= lineWidth ? short : line(`\n${names.map((name) => `  ${name},\n`).join('')}`);
}

function kindsIn(column: Column): string[] {
  if (column.kind === 'object') return ['object', ...Object.values(column.fields).flatMap(kindsIn)];
  return column.kind === 'list' ? ['list', ...kindsIn(column.item)] : [column.kind];
}

/** A member of an object, with the comma and the line's end behind it. */
function memberLines([name, column]: [string, Column], depth: number): string {
  const indent = '  '.repeat(depth);
  if (column.kind === name) return `${indent}${name},\n`;
  return `${indent}${key(name)}: ${valueText(column, depth, `${key(name)}: `.length)},\n`;
}

/** A member's name, quoted where it must be, and by the quotes that the formatter takes. */
function key(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name;
  const quoted = JSON.stringify(name);
  return name.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** A column: in one line where it fits there behind `used` characters, with the comma. */
function valueText(column: Column, depth: number, used: number): string {
  const short = inOneLine(column);
  if (depth * 2 + used + short.length + 1 <= lineWidth) return short;
  const indent = '  '.repeat(depth);
  if (column.kind === 'object') {
    const members = Object.entries(column.fields).map((member) => memberLines(member, depth + 1));
    return `object({\n${members.join('')}${indent}})`;
  }
  if (column.kind === 'list') return `list(\n${indent}  ${valueText(column.item, depth + 1, 0)},\n${indent})`;
  return short;
}

function inOneLine(column: Column): string {
  if (column.kind === 'list') return `list(${inOneLine(column.item)})`;
  if (column.kind !== 'object') return column.kind;
  const members = Object.entries(column.fields).map(([name, field]) =>
    field.kind === name ? name : `${key(name)}: ${inOneLine(field)}`,
  );
  return members.length === 0 ? 'object({})' : `object({ ${members.join(', ')} })`;
}
