/** The kinds whose cells are JSON text. Of an object and a list, a kind says nothing of what is inside. */
import { brace, bracket } from '../../json/bytes.ts';
import { jsonText } from '../../json/encode.ts';
import type { Kind } from '../kind.ts';

export const json: Kind = {
  meaning: 'any JSON value: its shape varies',
  // Never `{}`: PyAirbyte and others warn of a column that says no type.
  schema: { type: ['null', 'string', 'number', 'boolean', 'object', 'array'] },
  matches: () => true,
  convert: (value) => value,
  cell: jsonText,
  cellType: 'json',
};

export const object: Kind = {
  meaning: 'an object',
  schema: { type: ['null', 'object'] },
  matches: (bytes, start) => bytes[start] === brace,
  convert: (value) => (typeof value === 'object' && !Array.isArray(value) ? value : undefined),
  cell: jsonText,
  cellType: 'json',
};

export const list: Kind = {
  meaning: 'a list',
  schema: { type: ['null', 'array'] },
  matches: (bytes, start) => bytes[start] === bracket,
  convert: (value) => (Array.isArray(value) ? value : undefined),
  cell: jsonText,
  cellType: 'json',
};
