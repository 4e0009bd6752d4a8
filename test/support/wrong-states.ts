/** States that are wrong, whoever reads them: refused with the place, never read as empty. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { ConnectorError } from '../../src/core/errors.ts';
import type { ReadState } from '../../src/engine/state.ts';

/** Reads a state of the stream `things`, whose cursor is `updated_at`. */
type Read = (state: unknown) => ReadState | undefined;

/** Where the error says that it is wrong, and the state. */
export const wrongStates: [path: string, state: unknown][] = [
  ['updated_at is missing', { created_at: 5 }],
  ['updated_at is missing', { use_global_cursor: true, state: {} }],
  ['updated_at takes', { updated_at: null }],
  ['updated_at takes', { updated_at: -1 }],
  ['updated_at takes', { updated_at: '' }],
  ['updated_at takes', { updated_at: 'yesterday' }],
  ['updated_at takes', { updated_at: 'build 7' }],
  ['updated_at takes', { updated_at: '9'.repeat(400) }],
  ['updated_at takes', { updated_at: true }],
  ['updated_at takes', { updated_at: [5] }],
  ['slices takes', { updated_at: 5, slices: {} }],
  ['slices[0] takes', { updated_at: 5, slices: [6] }],
  ['slices[1] takes', { updated_at: 5, slices: [[6, 7], [8]] }],
  ['slices[0] takes', { updated_at: 5, slices: [['6', 7]] }],
  ['slices[0] takes', { updated_at: 5, slices: [[9, 8]] }],
  ['slices[0] takes', { updated_at: 5, slices: [[-3, 8]] }],
  ['slices[0] takes', { updated_at: 5, slices: [[6, null]] }],
  ['version is 2', { version: 2, updated_at: 5 }],
  ['version is "next"', { version: 'next', updated_at: 5 }],
];

export function expectRefusal(read: Read, path: string, state: unknown): void {
  const thrown = (() => {
    try {
      return read(state);
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(ConnectorError);
  const { code, message, hint } = thrown as ConnectorError;
  expect(code).toBe('state_invalid');
  expect(message).toMatch(`The state of stream "things" is wrong: ${path}`);
  expect(hint).toMatch(/reset/);
}

/** Whatever the state is, it is read to moments that exist, or refused. */
export function expectMomentOrRefusal(read: Read): void {
  fc.assert(
    fc.property(fc.record({ updated_at: fc.jsonValue(), slices: fc.jsonValue() }, { requiredKeys: [] }), (state) => {
      try {
        const said = read(state);
        if (said === undefined) return;
        expect(Number.isFinite(said.low) && said.low >= 0).toBe(true);
        for (const { from, to } of said.slices)
          expect(from >= 0 && from <= to && to < Number.POSITIVE_INFINITY).toBe(true);
      } catch (error) {
        expect((error as ConnectorError).code).toBe('state_invalid');
      }
    }),
  );
}
