/**
 * Which keys may have been staged before: a Bloom filter that grows. A first load asks it whether rows are new, so that it need
 * not look for each batch's keys through all of the table so far. It never says that a key is new which is not.
 */
import type { Cell } from '../../core/columns/kind.ts';

export interface KeyFilter {
  /** Adds a key, and says whether it may have been added before: false is sure, true is wrong once in a million. */
  add(key: Cell): boolean;
}

/** Bits a key: with as many probes as here a million keys are mistaken once. */
const bitsPerKey = 32;
const probes = 12;
const firstCapacity = 65_536;

interface Layer {
  words: Int32Array;
  capacity: number;
  held: number;
}

const layerOf = (capacity: number): Layer => ({
  words: new Int32Array((capacity * bitsPerKey) / 32),
  capacity,
  held: 0,
});

export function createKeyFilter(): KeyFilter {
  /** Each twice as large as the one before; the last one takes what comes. */
  const layers = [layerOf(firstCapacity)];

  return {
    add(key) {
      const text = String(key);
      const first = hash(text, 0x811c9dc5);
      // Odd, so that the probes of a key are all different.
      const step = hash(text, 0x9e3779b9) | 1;
      const last = layers.at(-1)!;
      for (const layer of layers) if (layer !== last && has(layer, first, step)) return true;
      if (!put(last, first, step)) return true;
      last.held += 1;
      if (last.held === last.capacity) layers.push(layerOf(last.capacity * 2));
      return false;
    },
  };
}

/** Sizes are powers of two, so that a mask finds a bit. */
const bitOf = ({ words }: Layer, first: number, step: number, probe: number): number =>
  (first + Math.imul(probe, step)) & (words.length * 32 - 1);

function has(layer: Layer, first: number, step: number): boolean {
  for (let probe = 0; probe < probes; probe++) {
    const bit = bitOf(layer, first, step, probe);
    if ((layer.words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

/** Whether any bit was new. */
function put({ words }: Layer, first: number, step: number): boolean {
  let isNew = false;
  for (let probe = 0; probe < probes; probe++) {
    const bit = (first + Math.imul(probe, step)) & (words.length * 32 - 1);
    const mask = 1 << (bit & 31);
    if ((words[bit >>> 5]! & mask) !== 0) continue;
    words[bit >>> 5]! |= mask;
    isNew = true;
  }
  return isNew;
}

/** FNV-1a, with its bits mixed at the end. */
function hash(text: string, seed: number): number {
  let mixed = seed;
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
