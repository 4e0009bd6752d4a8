/** Keeps secrets out of what people read. */

export type Redact = (text: string) => string;

/** Replaces each secret by `****`, also where it was written into JSON (once or twice) or into a URL. */
export function createRedactor(secrets: readonly string[]): Redact {
  const forms = new Set(secrets.filter(Boolean).flatMap(formsOf));
  // The longest first: a form may hold a shorter one, whose redaction would leave the rest of it to be read.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((redacted, form) => redacted.replaceAll(form, '****'), text);
}

function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  // Without lone surrogates, at which encodeURIComponent throws.
  const wellFormed = Buffer.from(secret).toString();
  return [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(wellFormed),
    new URLSearchParams([['', wellFormed]]).toString().slice(1),
  ];
}
