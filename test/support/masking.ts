/** What masking must make of rows and columns, told without its code; and the places of a registry by what they are called. */
import { createHmac } from 'node:crypto';
import type { Column, Columns } from '../../src/core/columns/columns.ts';
import { streams } from './registry.ts';

type Value = unknown;

export const salt = 'a salt that only the tests know';

export const hashOf = (text: string): string => createHmac('sha256', salt).update(text, 'utf8').digest('hex');

/** Every path of the registry's texts that end with this field, such as `conversations.source.author.email`. */
export const textsCalled = (field: string): string[] =>
  streams.flatMap((stream) =>
    textsIn(stream.columns)
      .filter((path) => path.at(-1) === field)
      .map((path) => [stream.name, ...path].join('.')),
  );

const textsIn = (columns: Columns): string[][] =>
  Object.entries(columns).flatMap(([name, column]) => textsBelow(column).map((path) => [name, ...path]));

function textsBelow(column: Column): string[][] {
  if (column.kind === 'object') return textsIn(column.fields);
  if (column.kind === 'list') return textsBelow(column.item);
  return column.kind === 'text' ? [[]] : [];
}

/** A row of the stream without what these paths name, and with hashes of what those name. */
export function maskedByHand(
  stream: string,
  row: { [column: string]: Value },
  { exclude, hash }: { exclude: readonly string[]; hash: readonly string[] },
): { [column: string]: Value } {
  const copy = structuredClone(row);
  const own = (paths: readonly string[]) =>
    paths.map((path) => path.split('.')).flatMap(([name, ...fields]) => (name === stream ? [fields] : []));
  for (const fields of own(hash))
    change(copy, fields, (holder, name) => {
      if (typeof holder[name] === 'string') holder[name] = hashOf(holder[name]);
    });
  for (const fields of own(exclude)) change(copy, fields, (holder, name) => delete holder[name]);
  return copy;
}

/** Changes each object that holds the last field of the path. */
function change(
  value: Value,
  [field, ...rest]: readonly string[],
  act: (holder: { [name: string]: Value }, name: string) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) change(item, [field!, ...rest], act);
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, field!)) {
    const holder = value as { [name: string]: Value };
    if (rest.length === 0) act(holder, field!);
    else change(holder[field!], rest, act);
  }
}
