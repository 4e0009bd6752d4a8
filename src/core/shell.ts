/** Texts as words of a POSIX shell's command. */

/** Without quotes where it needs none. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** In double quotes, since SQL is full of single ones. */
export const quotedShellWord = (text: string): string => `"${text.replace(/["\\$`]/g, '\\$&')}"`;
