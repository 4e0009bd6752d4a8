/** A page as a browser takes it: by the parser of the HTML standard, and no code of the report's. */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

export const pageOf = (text: string): Node => parse(text);

/** All elements below, in order. */
export function elementsIn(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  return children.flatMap((child) => ('tagName' in child ? [child as Element, ...elementsIn(child)] : []));
}

export const named = (node: Node, tag: string): Element[] => elementsIn(node).filter(({ tagName }) => tagName === tag);

export const attribute = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((one) => one.name === name)?.value;

export const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';

export const byId = (node: Node, id: string): Element => {
  const found = elementsIn(node).find((element) => attribute(element, 'id') === id);
  if (!found) throw new Error(`There is no element "${id}".`);
  return found;
};

/** The rows of the first table below, without its head, as they are read. */
export function rowsIn(node: Node): string[][] {
  const [table] = named(node, 'tbody');
  return table ? named(table, 'tr').map((row) => [...named(row, 'th'), ...named(row, 'td')].map(textOf)) : [];
}
