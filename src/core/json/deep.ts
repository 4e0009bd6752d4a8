/** JSON text of values so deep in each other that `JSON.stringify`, which calls itself for each level, runs out of stack. */

/** What is still to be written: text as it is, or a value. */
type Rest = { text: string } | { value: unknown };

/** Text that every parser takes: half of a surrogate pair is replaced, a bigint is a string. */
export function deepText(value: unknown): string {
  const written: string[] = [];
  const rest: Rest[] = [{ value }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    if ('text' in next) written.push(next.text);
    else if (typeof next.value !== 'object' || next.value === null) written.push(scalarText(next.value));
    else for (const piece of piecesOf(next.value).reverse()) rest.push(piece);
  }
  return written.join('');
}

function piecesOf(value: object): Rest[] {
  if (Array.isArray(value)) {
    return [{ text: '[' }, ...value.flatMap((item, i): Rest[] => [...comma(i), { value: item }]), { text: ']' }];
  }
  const members = Object.entries(value).filter(([, held]) => held !== undefined);
  return [
    { text: '{' },
    ...members.flatMap(([name, held], i): Rest[] => [...comma(i), { text: `${scalarText(name)}:` }, { value: held }]),
    { text: '}' },
  ];
}

const comma = (index: number): Rest[] => (index === 0 ? [] : [{ text: ',' }]);

const scalarText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'bigint'
    ? JSON.stringify(String(value).replace(/\p{Surrogate}/gu, '\ufffd'))
    : (JSON.stringify(value) ?? 'null');
