/** Pages that look as if this answer only had gone wrong: they are asked for again, a few times. */

/** So often in all. */
const mostAskings = 3;
/** After so many pages that stay short, short pages are what Intercom gives. */
const mostShortPages = 3;

export interface PageDoubts {
  /**
   * Whether to ask for the page again. `isOdd`: something in it can't be. `isShort`: it holds fewer records than a page does,
   * though it is not the last one, so that one of them may have been left out; no count tells, where others are deleted meanwhile.
   */
  again(page: { isOdd: boolean; isShort: boolean }): boolean;
}

/** For the pages of one reading. */
export function createPageDoubts(): PageDoubts {
  let askings = 0;
  let shortPages = 0;
  return {
    again({ isOdd, isShort }) {
      askings++;
      if ((isOdd || (isShort && shortPages < mostShortPages)) && askings < mostAskings) return true;
      if (isShort) shortPages++;
      askings = 0;
      return false;
    },
  };
}
