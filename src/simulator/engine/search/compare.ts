import { apiError } from '../api-error.ts';
import { isObject, type Json } from '../json.ts';
import type { Days } from './days.ts';
import type { Field, FieldType } from './fields.ts';
import type { Filter } from './filter.ts';
import { compareIds } from './sorted-index.ts';

/** How an endpoint compares, which differs by kind of record and by version. */
export interface Comparison {
  /** The days by which timestamps match; undefined where they match by the second. */
  timestampDays: Days | undefined;
  /** The days by which dates in custom attributes match. */
  dateDays: Days;
  /** Whether `>` and `<` include equality. */
  inclusive: boolean;
  /** Whether a timestamp takes this operator. */
  allowsOnTimestamp(operator: string, field: string): boolean;
}

const operatorsOf: Record<FieldType, readonly string[]> = {
  'number-id': ['=', '!=', 'IN', 'NIN', '>', '<'],
  string: ['=', '!=', 'IN', 'NIN', '~', '!~', '^', '$'],
  words: ['=', '!=', '~', '!~', '^', '$'],
  integer: ['=', '!=', 'IN', 'NIN', '>', '<', '>=', '<='],
  boolean: ['=', '!='],
  timestamp: ['=', '!=', 'IN', 'NIN', '>', '<', '>=', '<='],
  date: ['=', '>', '<'],
  ids: ['=', '!=', 'IN', 'NIN'],
  tag: ['=', '!='],
};

/** Seconds beyond this are milliseconds by mistake: they find nothing, and no error tells. */
const latestSecond = 1e11;

/** The filter that one `{field, operator, value}` stands for. */
export function compareWith<T>(
  name: string,
  field: Field<T>,
  operator: string,
  value: Json,
  comparison: Comparison,
): Filter<T> {
  const allowed =
    operatorsOf[field.type].includes(operator) &&
    (field.type !== 'timestamp' || comparison.allowsOnTimestamp(operator, name));
  if (!allowed) throw apiError(400, 'invalid_operator', `The operator ${operator} is not supported for ${name}`);

  if (field.type === 'timestamp')
    return compareTime(name, field, operator, value, comparison.timestampDays, comparison);
  if (field.type === 'date') return compareTime(name, field, operator, value, comparison.dateDays, comparison);
  if (field.type === 'integer') return compareNumber(name, field, operator, value, comparison.inclusive);
  if (field.type === 'number-id' && (operator === '>' || operator === '<')) return compareId(field, operator, value);
  return { kind: 'other', test: testOf(name, field, operator, value) };
}

/** The documents have neither operator for ids, and connectors page by them: `> ''` is every one. */
function compareId<T>(field: Field<T>, operator: '>' | '<', value: Json): Filter<T> {
  const sign = operator === '>' ? 1 : -1;
  return { kind: 'other', test: (item) => sign * compareIds(text(field.value(item) ?? null), text(value)) > 0 };
}

function compareTime<T>(
  name: string,
  field: Field<T>,
  operator: string,
  value: Json,
  days: Days | undefined,
  { inclusive }: Comparison,
): Filter<T> {
  if (operator === 'IN' || operator === 'NIN') return { kind: 'other', test: testOf(name, field, operator, value) };
  const at = value === null ? Number.NaN : seconds(name, value);
  if (at > latestSecond) return range(name, field, 1, 0);
  if (operator === '!=' || value === null) return { kind: 'other', test: testOf(name, field, operator, value) };
  if (days === undefined) return compareNumber(name, field, operator, at, inclusive);
  if (operator === '=') return range(name, field, days.startOf(at), days.startOfNext(at) - 1);
  if (operator === '>') return range(name, field, days.startOfNext(at), Number.POSITIVE_INFINITY);
  return range(name, field, Number.NEGATIVE_INFINITY, days.startOf(at) - 1);
}

function compareNumber<T>(name: string, field: Field<T>, operator: string, value: Json, inclusive: boolean): Filter<T> {
  if (operator === '!=' || operator === 'IN' || operator === 'NIN' || value === null) {
    return { kind: 'other', test: testOf(name, field, operator, value) };
  }
  const number = Number(value);
  if (Number.isNaN(number) || typeof value === 'boolean' || isObject(value)) throw badValue(name, 'a number');
  const above = operator === '>' && !inclusive;
  const below = operator === '<' && !inclusive;
  // Values are whole numbers or at worst decimals: the next representable ones bound an open range.
  const from =
    operator.startsWith('>') || operator === '=' ? number + (above ? margin(number) : 0) : Number.NEGATIVE_INFINITY;
  const to =
    operator.startsWith('<') || operator === '=' ? number - (below ? margin(number) : 0) : Number.POSITIVE_INFINITY;
  return range(name, field, from, to);
}

function margin(number: number): number {
  return Math.max(Math.abs(number), 1) * Number.EPSILON * 2;
}

function range<T>(name: string, field: Field<T>, from: number, to: number): Filter<T> {
  const test = (item: T): boolean => {
    const value = field.value(item);
    return typeof value === 'number' && value >= from && value <= to;
  };
  return { kind: 'range', field: name, from, to, test };
}

function testOf<T>(name: string, field: Field<T>, operator: string, value: Json): (item: T) => boolean {
  const list = field.type === 'ids' || field.type === 'tag';
  const values = (item: T): Json[] => {
    const found = field.value(item) ?? null;
    if (field.type === 'words' && (operator === '=' || operator === '!=')) return wordsOf(found);
    return list && Array.isArray(found) ? found : [found];
  };
  const some = (matches: (one: Json) => boolean) => (item: T) => values(item).some(matches);
  const none = (matches: (one: Json) => boolean) => (item: T) => !values(item).some(matches);

  switch (operator) {
    case '=':
      return value === null && list ? (item) => values(item).length === 0 : some(equalTo(value));
    case '!=':
      return value === null && list ? (item) => values(item).length > 0 : none(equalTo(value));
    case 'IN':
      return some(among(name, value));
    case 'NIN':
      return none(among(name, value));
    case '~':
      return some((one) => text(one).includes(text(value)));
    case '!~':
      return none((one) => text(one).includes(text(value)));
    case '^':
      return some((one) => text(one).startsWith(text(value)));
    default:
      return some((one) => text(one).endsWith(text(value)));
  }
}

function equalTo(value: Json): (one: Json) => boolean {
  if (value === null) return (one) => one === null;
  return (one) => one !== null && text(one) === text(value);
}

function among(name: string, value: Json): (one: Json) => boolean {
  if (!Array.isArray(value)) throw badValue(name, 'a list');
  const tests = value.map(equalTo);
  return (one) => tests.some((test) => test(one));
}

function seconds(name: string, value: Json): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw badValue(name, 'a UNIX timestamp');
  return number;
}

function text(value: Json): string {
  return value === null ? '' : String(value).toLowerCase();
}

function wordsOf(body: Json): Json[] {
  return text(body)
    .replace(/<[^>]*>/g, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function badValue(name: string, expected: string) {
  return apiError(400, 'invalid_value', `The value for ${name} must be ${expected}`);
}
