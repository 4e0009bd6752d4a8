import { quote } from '../../json/bytes.ts';
import type { Kind } from '../kind.ts';

export const text: Kind = {
  meaning: 'a string',
  schema: { type: ['null', 'string'] },
  matches: (bytes, start) => bytes[start] === quote,
  convert(value) {
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  },
  cell(value) {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value)) return String(value);
    return undefined;
  },
  cellType: 'text',
};
