/** Where a stream's declared fields do not fit another's of the same name: a destination's columns made by the one would not take the other. */
import type { Row } from './workspace.ts';

/** By path, what is different: `owner_id: integer, ours string`. Fields that only ours has are no difference, and null fits all. */
export function differences(theirs: Row, ours: Row | undefined, path = ''): string[] {
  const wanted = typesOf(theirs);
  if (ours === undefined) return [`${path}: not ours`];
  const found = typesOf(ours);
  // What declares several types takes what is one of them.
  const fits = found.length === 0 || wanted.every((type) => found.includes(type));
  if (!fits) return [`${path}: ${wanted.join(' or ')}, ours ${found.join(' or ')}`];
  if (found.length === 0 || found.length > 3) return [];
  const fields = Object.entries(propertiesOf(theirs)).filter(([, schema]) => typesOf(schema).length > 0);
  return [
    ...fields.flatMap(([name, schema]) =>
      differences(schema, propertiesOf(ours)[name], path === '' ? name : `${path}.${name}`),
    ),
    ...(wanted.includes('array') && wanted.length === 1
      ? differences(itemsOf(theirs), itemsOf(ours), `${path}[]`)
      : []),
  ];
}

/** The alternatives of a schema, of which most have one. */
const alternatives = (schema: Row): Row[] => ((schema.anyOf ?? schema.oneOf) as Row[] | undefined) ?? [schema];

/** None where anything goes. A schema whose `type` is an object declares a field of that name. */
const typesOf = (schema: Row): string[] => {
  const types = alternatives(schema).flatMap(({ type }) => (isTypes(type) ? [type].flat() : []));
  return [...new Set(types)].filter((type) => type !== 'null').sort();
};

const isTypes = (type: unknown): type is string | string[] => typeof type === 'string' || Array.isArray(type);

const propertiesOf = (schema: Row): { [name: string]: Row } =>
  Object.assign({}, ...alternatives(schema).map(({ properties }) => properties));

const itemsOf = (schema: Row): Row => Object.assign({}, ...alternatives(schema).map(({ items }) => items));
