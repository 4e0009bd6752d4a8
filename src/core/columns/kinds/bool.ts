import { letterF, letterT } from '../../json/bytes.ts';
import type { Kind } from '../kind.ts';

export const bool: Kind = {
  meaning: 'true or false',
  schema: { type: ['null', 'boolean'] },
  matches: (bytes, start) => bytes[start] === letterT || bytes[start] === letterF,
  convert(value) {
    if (typeof value === 'boolean') return value;
    return value === 'true' || value === 'false' ? value === 'true' : undefined;
  },
  cell: (value) => (typeof value === 'boolean' ? value : undefined),
  cellType: 'bool',
};
