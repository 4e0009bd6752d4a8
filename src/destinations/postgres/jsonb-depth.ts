/** Values that are nested so deep that a server runs out of its stack when it reads them as jsonb, which calls itself for each level. */

/** Lists and objects in each other. A server as it comes (max_stack_depth 2 MB) takes between 10,000 and 20,000. */
const deepest = 5_000;

/** JSON text that a server can read: of what is deeper, a JSON string of its text. */
export const readableJson = (json: string): string =>
  json.length >= 2 * deepest && depthOf(json) > deepest ? JSON.stringify(json) : json;

const [quote, backslash, bracket, brace, endOfList, endOfObject] = [...'"\\[{]}'].map((one) => one.charCodeAt(0));

/** How many lists and objects are in each other at most. */
function depthOf(json: string): number {
  let depth = 0;
  let most = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (isInString) {
      if (character === backslash) at++;
      else if (character === quote) isInString = false;
    } else if (character === quote) isInString = true;
    else if (character === bracket || character === brace) {
      depth += 1;
      if (depth > most) most = depth;
    } else if (character === endOfList || character === endOfObject) depth -= 1;
  }
  return most;
}
