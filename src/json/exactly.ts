/**
 * JSON.parse without its loss: JavaScript has a number for every integer up to 2^53 only, and rounds those beyond. Such an
 * integer is given as a string of its digits.
 */

/** Whatever has no run of so many digits outside of quotes has no such integer: most texts have none. */
const longRun = /(?:^|[\s:[,])-?\d{16}/;

/** An integer that stands where a value can, outside of strings: a broken text must not be mended by quotes. */
const longInteger = /(?<![^\s[:,])-?[1-9]\d{15,}(?=\s*(?:[\]},]|$))/g;

/** Parses as JSON.parse does, and throws as it does, but that integers beyond 2^53 are strings of their digits. */
export function parseJsonExactly(text: string): unknown {
  return JSON.parse(longRun.test(text) ? withLongIntegersQuoted(text) : text);
}

/** A number, or its digits where it is an integer that a number would round. */
export function exactNumber(text: string): number | string {
  const held = Number(text);
  return Number.isSafeInteger(held) || !integer.test(text) ? held : text;
}

const integer = /^-?\d+$/;

function withLongIntegersQuoted(text: string): string {
  let quoted = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const string = quote < 0 ? text.length : quote;
    quoted += text
      .slice(at, string)
      .replace(longInteger, (digits) => (typeof exactNumber(digits) === 'string' ? `"${digits}"` : digits));
    at = endOfString(text, string);
    quoted += text.slice(string, at);
  }
  return quoted;
}

/** Where the string that starts at `start` ends: with the text, if it has no end. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text[before] === '\\') before -= 1;
    // An odd number of backslashes makes the quote a part of the string.
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return text.length;
}
