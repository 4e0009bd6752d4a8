/** The columns of a dataset. What its list says of an attribute's type is no more than the prefix of its id. Pure. */
import { type Column, described, epoch, number, text } from '../../core/columns/columns.ts';
import { snakeCase } from '../common/snake-case.ts';
import type { Attribute, Dataset } from './dataset.ts';

export interface DatasetColumn {
  /** Of the stream's column. */
  name: string;
  attribute: Attribute;
  column: Column;
}

const columnsByPrefix: Readonly<Record<string, Column>> = {
  timestamp: epoch,
  // Seconds.
  duration: number,
};

/** A column for each attribute: by its id in snake case, and by its qualified id where another one has the same. */
export function columnsOf({ attributes, timeId }: Dataset): DatasetColumn[] {
  const short = attributes.map(({ id }) => snakeCase(id));
  const taken = new Set<string>();
  return attributes.map((attribute, i) => {
    const isShared = short[i] === '' || short.indexOf(short[i]!) !== short.lastIndexOf(short[i]!);
    const name = distinctName(isShared ? snakeCase(attribute.qualifiedId) : short[i]!, taken);
    const kind = isIdOf(attribute, timeId) ? epoch : columnsByPrefix[prefixOf(attribute)];
    return { name, attribute, column: withName(kind ?? text, attribute) };
  });
}

/** Whether an id is this attribute's, in its short form or the qualified one. */
export const isIdOf = ({ id, qualifiedId }: Attribute, given: string): boolean => given === id || given === qualifiedId;

/** `standard` of `standard.conversation_id`: of what sort an attribute is. */
export const prefixOf = ({ qualifiedId }: Attribute): string => qualifiedId.split('.')[0]!;

/** The name, with a number where it is taken; it is taken from then on. */
export function distinctName(name: string, taken: Set<string>): string {
  const base = name === '' ? 'attribute' : name;
  let distinct = base;
  for (let number = 2; taken.has(distinct); number++) distinct = `${base}_${number}`;
  taken.add(distinct);
  return distinct;
}

function withName(column: Column, { name }: Attribute): Column {
  const line = oneLine(name);
  return line === '' ? column : described(column, line);
}

/** What people wrote, as a sentence for schemas and tables. */
export function oneLine(given: string): string {
  const line = given.replaceAll(/[\s|]+/g, ' ').trim();
  return line === '' || /[.!?]$/.test(line) ? line.replace(/[!?]$/, '.') : `${line}.`;
}
