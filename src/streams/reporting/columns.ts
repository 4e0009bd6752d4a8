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

/** Of durations. Intercom's names of them may say it already. */
const unit = 'Seconds.';

const columnsByPrefix: Readonly<Record<string, Column>> = {
  timestamp: epoch,
  duration: described(number, unit),
};

/** Of these sorts are the attributes that people make. */
const own = ['people', 'company', 'conversation', 'ticket'];

/**
 * A column for each attribute: by its id in snake case. Of those that have the same one, it goes to the key or the time among them, or to the
 * only one that is Intercom's; the others are called by their qualified ids. So what people make later takes no other column's name.
 */
export function columnsOf(
  { attributes }: Pick<Dataset, 'attributes'>,
  { key, time }: { key?: Attribute; time?: Attribute } = {},
): DatasetColumn[] {
  const owners = new Map<string, Attribute | undefined>();
  for (const name of new Set(attributes.map(({ id }) => snakeCase(id)))) {
    const alike = attributes.filter(({ id }) => snakeCase(id) === name);
    const [one, ...more] = alike.filter((attribute) => !own.includes(prefixOf(attribute)));
    const first = alike.find((attribute) => attribute === key || attribute === time);
    owners.set(name, first ?? (alike.length === 1 ? alike[0] : more.length === 0 ? one : undefined));
  }
  const taken = new Set(owners.keys());
  return attributes.map((attribute) => {
    const short = snakeCase(attribute.id);
    const isShort = short !== '' && owners.get(short) === attribute;
    const name = isShort ? short : distinctName(snakeCase(attribute.qualifiedId), taken);
    const kind = attribute === time ? epoch : columnsByPrefix[prefixOf(attribute)];
    return { name, attribute, column: withName(kind ?? text, attribute) };
  });
}

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
  if (line === '') return column;
  const isSaid = column.description === unit && /\bseconds\b/i.test(line);
  return described(column, isSaid || !column.description ? line : `${line} ${column.description}`);
}

/** What people wrote, as a sentence for schemas and tables. */
export function oneLine(given: string): string {
  const line = given.replaceAll(/[\s|]+/g, ' ').trim();
  return line === '' || /[.!?]$/.test(line) ? line.replace(/[!?]$/, '.') : `${line}.`;
}
