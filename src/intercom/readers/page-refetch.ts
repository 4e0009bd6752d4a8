/** Whether to fetch a page again that looks as if this one response only had gone wrong. */

/**
 * Odd: something in the page can't be. Short: it holds fewer records than a page does, though it is not the last one, so that one
 * of them may have been left out; no count shows it, where others are deleted meanwhile.
 */
const flaws = ['odd', 'short'] as const;
type PageFlaws = Record<(typeof flaws)[number], boolean>;

/** So often in all. What is odd and taken as it is may be left out for good; a short page is checked by a count too, where there is one. */
const mostFetches = { odd: 6, short: 3 };
/** After so many pages that remain flawed, it is what Intercom gives, */
const mostPages = 3;
/** and later pages are fetched so often. */
const fetchesThen = { odd: 2, short: 1 };

/** Is asked of each page of one reading as it is fetched, and again when it was fetched again. */
export function createRefetchPolicy(): (page: PageFlaws) => boolean {
  const flawedPages = { odd: 0, short: 0 };
  let fetches = 0;
  return (page) => {
    fetches++;
    const found = flaws.filter((flaw) => page[flaw]);
    if (found.some((flaw) => fetches < (flawedPages[flaw] < mostPages ? mostFetches : fetchesThen)[flaw])) return true;
    for (const flaw of found) flawedPages[flaw]++;
    fetches = 0;
    return false;
  };
}
