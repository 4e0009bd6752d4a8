/** Texts in each language that a help center can be written in. */
import { type Column, type Columns, object, text } from '../../core/columns/columns.ts';

const locales =
  `ar bg bs ca cs da de el en es et fi fr he hr hu id it ja ko lt lv mn nb nl pl pt ro ru sl sr sv tr vi pt-BR zh-CN zh-TW`.split(
    ' ',
  );

/** An object with a field for each language, all with these columns. */
export const inEachLanguage = (columns: Columns): Column =>
  object({ type: text, ...Object.fromEntries(locales.map((locale) => [locale, object(columns)])) });
