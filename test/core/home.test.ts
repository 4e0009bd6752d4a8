import { expect, test } from 'vitest';
import { expandHome } from '../../src/core/home.ts';

test.each([
  ['~', '/home/ada'],
  ['~/x.duckdb', '/home/ada/x.duckdb'],
  ['~/a/~/b', '/home/ada/a/~/b'],
  ['~ada/x', '~ada/x'],
  ['x/~/y', 'x/~/y'],
  ['./~', './~'],
  ['/~', '/~'],
  ['', ''],
])('%j is %j', (given, expanded) => expect(expandHome(given, '/home/ada')).toBe(expanded));
