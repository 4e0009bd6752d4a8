/** Room for what is read ahead: more while the sink keeps up, less when it or the process does not, and never none. */
import { describe, expect, test } from 'vitest';
import { createRoom } from '../../src/engine/room.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A hundred that want in, of which it is known how many were let in. */
function crowd(few: number) {
  const state = { inside: 0, busy: false };
  const room = createRoom({ few, busy: () => state.busy });
  for (let i = 0; i < 100; i++) room.enter('beginning').then(() => state.inside++);
  const use = async () => {
    room.arrive();
    room.leave();
    state.inside--;
    await settled();
  };
  return { room, state, use };
}

describe('a room', () => {
  test('admits a few at first', async () => {
    const { state } = crowd(4);
    await settled();
    expect(state.inside).toBe(4);
  });

  test('admits one more for each that is used at once', async () => {
    const { state, use } = crowd(4);
    await settled();
    for (let i = 1; i <= 20; i++) {
      await use();
      expect(state.inside).toBe(4 + i);
    }
  });

  test('admits none while more than a few wait for the sink, and fewer than before afterwards', async () => {
    const { room, state, use } = crowd(4);
    await settled();
    for (let i = 0; i < 20; i++) await use();
    for (let i = 0; i < 24; i++) room.arrive();
    for (let i = 0; i < 24; i++) {
      room.leave();
      state.inside--;
      await settled();
    }
    expect(state.inside).toBeLessThanOrEqual(10);
  });

  test('goes back to a few while the process does not keep up', async () => {
    const { state, use } = crowd(4);
    await settled();
    for (let i = 0; i < 10; i++) await use();
    state.busy = true;
    for (let i = 0; i < 30; i++) await use();
    expect(state.inside).toBe(4);
    state.busy = false;
    await use();
    expect(state.inside).toBe(5);
  });

  test('admits who goes on before who begins', async () => {
    const { room, use } = crowd(4);
    await settled();
    const wentOn = room.enter('going on').then(() => true);
    room.arrive();
    room.leave();
    expect(await Promise.race([wentOn, settled()])).toBe(true);
    await use();
  });

  test('gives the place of one that did not come to another', async () => {
    const { room, state } = crowd(4);
    await settled();
    room.miss();
    await settled();
    expect(state.inside).toBe(5);
  });
});
