/** Objects in JSON columns of which many fields are read: DuckDB decodes each once, which is several times faster than once for each field. */
import { type DialectName, dialects } from './dialects.ts';

/** What is read of a value: an object by its fields, a list by its items. `json`: whatever it is. */
export type Shape =
  | 'text'
  | 'int'
  | 'number'
  | 'bool'
  | 'json'
  | readonly [Shape]
  | { readonly [field: string]: Shape };

/** Fields by name, and items of lists by their place, from 0. */
export type Path = readonly (string | number)[];

export interface Decoded {
  /** To be selected in place of the column, under its name. */
  decoded: string;
  /** A value inside, in a query of what was selected so; NULL where it is of another type than the shape says. */
  at(...path: Path): string;
}

const duckdbTypes = { text: 'VARCHAR', int: 'BIGINT', number: 'DOUBLE', bool: 'BOOLEAN', json: 'JSON' };

/** A shape as `json_transform` takes it. */
function structureOf(shape: Shape): unknown {
  if (typeof shape === 'string') return duckdbTypes[shape];
  if (isList(shape)) return [structureOf(shape[0])];
  return Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, structureOf(field)]));
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** The type at a path; throws where the shape has none there. */
function typeAt(shape: Shape, path: Path): keyof typeof duckdbTypes {
  let found: Shape | undefined = shape;
  for (const step of path) {
    if (found === undefined || typeof found === 'string') break;
    found = isList(found) ? found[0] : found[step];
  }
  if (typeof found !== 'string') throw new Error(`The shape has no value at ${path.join('.')}.`);
  return found;
}

const decoders: Record<DialectName, (column: string, shape: Shape) => Decoded> = {
  duckdb: (column, shape) => ({
    decoded: `json_transform(${column}, '${JSON.stringify(structureOf(shape))}')`,
    at(...path) {
      typeAt(shape, path);
      return `${column}${path.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `."${step}"`)).join('')}`;
    },
  }),
  postgres: (column, shape) => ({
    decoded: column,
    at(...path) {
      const { json, text, number, bool } = dialects.postgres;
      const steps = path.map(String);
      const type = typeAt(shape, path);
      if (type === 'int') return `CAST(${number(column, ...steps)} AS bigint)`;
      return { json, text, number, bool }[type](column, ...steps);
    },
  }),
};

/** A JSON column, read so far as the shape says. */
export const decoderFor = (dialect: DialectName) => decoders[dialect];
