/** Pages that look as if this answer only had gone wrong: they are asked for again, some times. */

/**
 * What may be wrong. Odd: something in it can't be. Short: it holds fewer records than a page does, though it is not the last
 * one, so that one of them may have been left out; no count tells, where others are deleted meanwhile.
 */
const kinds = ['odd', 'short'] as const;
type Doubts = Record<(typeof kinds)[number], boolean>;

/**
 * So often in all. What is odd and taken as it is may be left out for good; what is short is held to a count besides, where
 * there is one.
 */
const mostAskings = { odd: 6, short: 3 };
/** After so many pages that remain so, it is what Intercom gives, */
const mostPages = 3;
/** and the others are asked for so often. */
const askingsThen = { odd: 2, short: 1 };

/** Says, of the pages of one reading, whether to ask for a page again. */
export function createPageDoubts(): (page: Doubts) => boolean {
  const pages = { odd: 0, short: 0 };
  let askings = 0;
  return (page) => {
    askings++;
    const doubts = kinds.filter((kind) => page[kind]);
    if (doubts.some((kind) => askings < (pages[kind] < mostPages ? mostAskings : askingsThen)[kind])) return true;
    for (const kind of doubts) pages[kind]++;
    askings = 0;
    return false;
  };
}
