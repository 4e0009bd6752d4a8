/** HTML as text, in SQL that all databases take. */

/** What a line break is in HTML, and what of it is no text; then the characters that it has to write by name, `&` as the last. */
const breaks = '<br\\s*/?>|</(p|div|li|h[1-6]|tr)>';
const tags = '<[^>]*>';
const entities = [
  ['&nbsp;', ' '],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "''"],
  ['&amp;', '&'],
] as const;

/** The text that HTML shows, a line for each of its blocks; NULL of NULL. */
export const plainText = (html: string): string => {
  const lines = `regexp_replace(${html}, '${breaks}', chr(10), 'gi')`;
  const text = `regexp_replace(${lines}, '${tags}', '', 'g')`;
  return `trim(${entities.reduce((sql, [name, character]) => `replace(${sql}, '${name}', '${character}')`, text)}, ' ' || chr(10))`;
};
