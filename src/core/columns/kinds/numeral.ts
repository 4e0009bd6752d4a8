/** Numbers that are written as text, taken where nothing is lost by it. */

/** A decimal number of at most 15 and 6 digits, written as JavaScript writes it. */
export const isNumeral = (value: unknown): value is string =>
  typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) && String(Number(value)) === value;

/** A whole number, or a numeral of one. */
export const isWhole = (value: unknown): boolean =>
  Number.isInteger(value) || (isNumeral(value) && Number.isInteger(Number(value)));

/** The number that a text spells as JavaScript would, or digit by digit; undefined where another number would spell it. */
export function numeral(text: string): number | undefined {
  const held = Number(text);
  if (!Number.isFinite(held)) return undefined;
  const exact = String(held) === text || (Number.isInteger(held) && String(BigInt(held)) === text);
  return exact ? held : undefined;
}
