import { apiError } from '../api-error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Comparison, compareWith } from './compare.ts';
import type { Fields } from './fields.ts';
import { allOf, type Filter, oneOf } from './filter.ts';

const mostLevels = 2;
const mostFilters = 15;

/**
 * Reads the `query` of a search; what Intercom refuses is an ApiError.
 * @see https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/search
 */
export function parseQuery<T>(query: Json | undefined, fields: Fields<T>, comparison: Comparison): Filter<T> {
  return parseNode(query, fields, comparison, 0);
}

function parseNode<T>(node: Json | undefined, fields: Fields<T>, comparison: Comparison, depth: number): Filter<T> {
  if (!isObject(node)) throw badQuery('A query must be an object');
  return node.operator === 'AND' || node.operator === 'OR'
    ? parseGroup(node, fields, comparison, depth)
    : parseFilter(node, fields, comparison);
}

function parseGroup<T>(group: JsonObject, fields: Fields<T>, comparison: Comparison, depth: number): Filter<T> {
  if (depth >= mostLevels) throw badQuery(`Queries may be nested ${mostLevels} levels deep at most`);
  if (!Array.isArray(group.value) || group.value.length === 0) {
    throw badQuery(`The value of ${String(group.operator)} must be a list of filters`);
  }
  if (group.value.length > mostFilters) throw badQuery(`A group may have ${mostFilters} filters at most`);
  const parts = group.value.map((part) => parseNode(part, fields, comparison, depth + 1));
  return group.operator === 'AND' ? allOf(parts) : oneOf(parts);
}

function parseFilter<T>({ field, operator, value }: JsonObject, fields: Fields<T>, comparison: Comparison): Filter<T> {
  if (typeof field !== 'string') throw badQuery('A filter must name its field');
  if (typeof operator !== 'string') throw badQuery(`The filter of ${field} must have an operator`);
  if (value === undefined) throw badQuery(`The filter of ${field} must have a value`);
  const known = fields.find(field);
  if (known === undefined) throw apiError(400, 'invalid_field', `${field} cannot be searched by`);
  return compareWith(field, known, operator, value, comparison);
}

function badQuery(message: string) {
  return apiError(400, 'invalid_query', message);
}
