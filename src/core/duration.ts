/** Durations as a command line gives them. */
import { ConnectorError } from './errors.ts';

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a duration such as `30m`: a whole number and s, m, h or d; or `0`. Throws `config_invalid`. */
export function parseDuration(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const seconds = text === '0' ? 0 : Number(count) * units[unit ?? '']!;
  if (Number.isSafeInteger(seconds)) return seconds;
  throw new ConnectorError('config_invalid', 'It takes a duration such as 1s, 30m, 24h or 7d, or 0.');
}
