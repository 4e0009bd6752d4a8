/** A hash of 64 bits, so that ids of any length take the same space. cyrb53's mixing (public domain, by bryc), with all bits kept. */

/** Writes the two halves of the hash into `into`, so that none makes an object; the first is never 0. */
export function hashInto(into: Uint32Array, text: string): void {
  let a = 0xdead_beef;
  let b = 0x41c6_ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  const mixed = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  into[0] = mixed >>> 0 || 1;
  into[1] = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(mixed ^ (mixed >>> 13), 3_266_489_909);
}
