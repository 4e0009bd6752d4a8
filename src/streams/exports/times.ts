/** Times in exports: unix seconds by the reference, text by what others have seen. */

/** Above it, a number counts milliseconds: of seconds it would be the year 5138. */
const mostSeconds = 1e11;

/** `2024-01-31 09:00:00 UTC`, in ISO 8601, or without a zone, which is UTC. */
const written = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(UTC|Z|[+-]\d\d:?\d\d)?$/;

/** Unix seconds; undefined where the text is no time. */
export function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,15}(\.\d+)?$/.test(text)) {
    const number = Number(text);
    return number === 0 ? undefined : Math.floor(number > mostSeconds ? number / 1000 : number);
  }
  const [, date, time, zone = 'Z'] = written.exec(text) ?? [];
  const parsed = Date.parse(`${date}T${time}${zone === 'UTC' ? 'Z' : zone}`);
  return Number.isNaN(parsed) ? undefined : Math.floor(parsed / 1000);
}
