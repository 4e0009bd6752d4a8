import { isObject, type Json, type JsonObject } from '../../src/simulator/engine/json.ts';

/** An OpenAPI 3.0 document, as far as it is read here. */
export interface OpenApi {
  paths: Record<string, Record<string, JsonObject>>;
  components: { schemas: Record<string, JsonObject> };
}

/** Departures of the wire from the schema, by `component.property` (`*` for undeclared ones); see contract-exceptions.ts. */
export interface Departures {
  /** Properties the schema declares wrongly or not at all: the schema to read instead. */
  replaced: Record<string, JsonObject>;
}

/** A reader of one document's schemas. */
export interface StrictSchemas {
  /** JSON schema in which a property that is not declared fails. References point into `definitions`, see definitionsId. */
  schemaOf(schema: JsonObject): JsonObject;
  definitions: JsonObject;
  /** Notes which declared properties occur in a value with something other than null. */
  cover(schema: JsonObject, value: Json | undefined, seen: Coverage): void;
}

/** What is declared and what has occurred, as `component.property.property`. */
export interface Coverage {
  declared: Set<string>;
  occurred: Set<string>;
}

/** Under this id the converted components are to be known to the validator. */
export const definitionsId = 'components';

const droppedFormats = new Set(['uri', 'date-time', 'timestamp']);

/** Reads a document strictly: declared properties only, `nullable` as a type, `allOf` as one object. */
export function strictSchemas(api: OpenApi, { replaced }: Departures): StrictSchemas {
  const component = (ref: Json | undefined): [string, JsonObject] => {
    const name = String(ref).split('/').at(-1)!;
    const { properties, ...rest } = flatten(api.components.schemas[name]!);
    const changed: JsonObject = { ...rest, ...(isObject(properties) ? { properties: { ...properties } } : {}) };
    for (const [path, schema] of Object.entries(replaced)) {
      const [owner, property] = path.split('.');
      if (owner !== name) continue;
      if (property === '*') changed.additionalProperties = schema;
      else changed.properties = { ...(changed.properties as JsonObject), [property!]: schema };
    }
    return [name, changed];
  };

  /** Several schemas that must all hold, as one object with the properties of all. */
  function flatten(schema: JsonObject): JsonObject {
    if (!Array.isArray(schema.allOf)) return schema;
    const { allOf, ...own } = schema;
    const parts = [...allOf.filter(isObject).map((part) => flatten(part.$ref ? component(part.$ref)[1] : part)), own];
    const properties = Object.assign({}, ...parts.map((part) => (isObject(part.properties) ? part.properties : {})));
    return { ...Object.assign({}, ...parts), properties };
  }

  function convert(schema: JsonObject): JsonObject {
    if (schema.$ref) {
      const reference = { $ref: `${definitionsId}#/definitions/${String(schema.$ref).split('/').at(-1)}` };
      return schema.nullable ? { anyOf: [reference, { type: 'null' }] } : reference;
    }
    const flat = flatten(schema);
    const result: JsonObject = {};
    const declared = isObject(flat.properties) && Object.keys(flat.properties).length > 0;
    if (typeof flat.type === 'string') result.type = flat.nullable ? [flat.type, 'null'] : flat.type;
    if (Array.isArray(flat.enum)) result.enum = [...new Set(flat.nullable ? [...flat.enum, null] : flat.enum)];
    if (typeof flat.format === 'string' && !droppedFormats.has(flat.format)) result.format = flat.format;
    if (Array.isArray(flat.required)) result.required = flat.required;
    if (isObject(flat.items)) result.items = convert(flat.items);
    if (isObject(flat.properties)) result.properties = mapValues(flat.properties, convert);
    if (isObject(flat.additionalProperties)) result.additionalProperties = convert(flat.additionalProperties);
    else if (flat.additionalProperties !== undefined) result.additionalProperties = flat.additionalProperties;
    else if (declared) result.additionalProperties = false;
    for (const several of ['anyOf', 'oneOf'] as const) {
      const branches = flat[several];
      if (!Array.isArray(branches)) continue;
      // The branches say what fits, and the object around them declares nothing.
      delete result.type;
      result.anyOf = [...branches.filter(isObject).map(convert), ...(flat.nullable ? [{ type: 'null' }] : [])];
    }
    return result;
  }

  function cover(schema: JsonObject, value: Json | undefined, seen: Coverage, place = ''): void {
    if (schema.$ref) {
      const [name, resolved] = component(schema.$ref);
      cover(resolved, value, seen, name);
      return;
    }
    const flat = flatten(schema);
    for (const [name, property] of Object.entries(isObject(flat.properties) ? flat.properties : {})) {
      const here = place === '' ? name : `${place}.${name}`;
      seen.declared.add(here);
      const inner = isObject(value) ? value[name] : undefined;
      if (inner !== null && inner !== undefined) seen.occurred.add(here);
      if (isObject(property) && inner !== null && inner !== undefined) cover(property, inner, seen, here);
    }
    if (isObject(flat.items) && Array.isArray(value)) {
      for (const item of value) cover(flat.items, item, seen, place);
      if (value.length === 0) cover(flat.items, undefined, seen, place);
    }
    if (isObject(flat.additionalProperties) && isObject(value)) {
      for (const item of Object.values(value)) cover(flat.additionalProperties, item, seen, place);
    }
    for (const branches of [flat.anyOf, flat.oneOf]) {
      if (!Array.isArray(branches)) continue;
      for (const branch of branches.filter(isObject)) if (mayBe(branch, value)) cover(branch, value, seen, place);
    }
  }

  /** Whether a value has no property that the branch does not declare. */
  function mayBe(branch: JsonObject, value: Json | undefined): boolean {
    if (!isObject(value)) return false;
    const { properties } = flatten(branch.$ref ? component(branch.$ref)[1] : branch);
    return isObject(properties) && Object.keys(value).every((name) => Object.hasOwn(properties, name));
  }

  return {
    schemaOf: convert,
    definitions: mapValues(api.components.schemas, (_, name) => convert(component(name)[1])),
    cover,
  };
}

function mapValues(object: JsonObject, change: (value: JsonObject, key: string) => JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, isObject(value) ? change(value, key) : value]),
  );
}
