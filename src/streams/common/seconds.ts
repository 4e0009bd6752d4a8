/** Times that Intercom gives in more than one form. */

const iso = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/;

/** Unix seconds of a time that is such a number, or digits, or ISO 8601 (of UTC where it names no zone); fractions are dropped. Undefined of others. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.floor(value) : undefined;
  if (typeof value !== 'string') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.floor(Number(value));
  const [, moment, zone = 'Z'] = iso.exec(value) ?? [];
  const ms = moment === undefined ? Number.NaN : Date.parse(moment.replace(' ', 'T') + zone);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}
