/** The bytes of JSON text (UTF-8) by their names, and what can be told from a few of them. */

/** What values begin with; a number begins with a digit or a minus. */
export const [quote, brace, bracket, letterT, letterF, letterN] = [0x22, 0x7b, 0x5b, 0x74, 0x66, 0x6e];

export const [backslash, colon, comma, endOfObject, endOfList] = [0x5c, 0x3a, 0x2c, 0x7d, 0x5d];

export const [minus, plus, point, zero, nine] = [0x2d, 0x2b, 0x2e, 0x30, 0x39];

/** An integer of so many characters is one that a JavaScript number holds exactly. */
export const exactDigits = 15;

export const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;

/** Whether a value that begins with this byte is a number. */
export const beginsNumber = (byte: number): boolean => byte === minus || isDigit(byte);

/** Where the digits that start at `start` end: there, if there are none. */
export function endOfDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at]!)) at++;
  return at;
}
