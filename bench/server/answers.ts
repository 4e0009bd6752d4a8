/** What the server says to each request of the product: paths and searches to prepared bodies. */
import type { Collection } from './collection.ts';
import type { Asked, Workspace } from './workspace.ts';

/** The body's pieces; undefined where there is nothing of that name. */
export type Answer = (request: Asked) => Buffer | undefined | Promise<Buffer | undefined>;

export function createAnswers(workspace: Workspace): Answer {
  const scrolls = new Map<string, number>();

  return (request) => {
    const { path, query, body } = request;
    switch (path) {
      case '/contacts/search':
        return search(workspace.contacts, 'data', JSON.parse(body));
      case '/conversations/search':
        return search(workspace.conversations, 'conversations', JSON.parse(body));
      case '/tickets/search':
        return search(workspace.tickets, 'tickets', JSON.parse(body));
      case '/companies/scroll':
        return scrolled(workspace.companies, scrolls, query.get('scroll_param'));
      case '/contacts/activities':
        return activities(workspace, query);
      case '/conversations/deleted':
        return deleted(workspace, query);
    }
    if (/^\/conversations\/\d+$/.test(path))
      return workspace.conversations.detail(path.slice('/conversations/'.length));
    const list = /^\/contacts\/(\w+)\/(tags|companies)$/.exec(path);
    if (list)
      return workspace.listing({ ...request, path: `/contacts/${workspace.contacts.modelOf(list[1]!)}/${list[2]}` });
    return workspace.listing(request);
  };
}

interface Filter {
  field?: string;
  operator: string;
  value: unknown;
}

interface Search {
  /** One, or all of a list. */
  query: Filter;
  sort?: { order: 'ascending' | 'descending' };
  pagination: { per_page: number; starting_after?: string };
}

function search(collection: Collection, field: string, { query, sort, pagination }: Search): Buffer {
  let after = Number.NEGATIVE_INFINITY;
  let before = Number.POSITIVE_INFINITY;
  for (const filter of query.operator === 'AND' ? (query.value as Filter[]) : [query]) {
    if (filter.field === 'updated_at' && filter.operator === '>') after = Number(filter.value);
    else if (filter.field === 'updated_at' && filter.operator === '<') before = Number(filter.value);
    else if (!isEveryRole(filter)) throw new Error(`The benchmark's server can't filter by ${JSON.stringify(filter)}.`);
  }
  const [first, end] = collection.between(after, before);
  const { per_page: size, starting_after: cursor } = pagination;
  if (sort?.order === 'descending') {
    return bodyOf(field, collection.list(Math.max(first, end - size), end, true), end - first, undefined);
  }
  const from = cursor === undefined ? first : Math.max(first, collection.behind(cursor));
  const to = Math.min(end, from + size);
  const next = to < end ? collection.cursorOf(to - 1) : undefined;
  return bodyOf(field, collection.list(from, to), end - first, next);
}

/** Users and leads together are all contacts: the only filter of roles that leaves nothing out. */
const isEveryRole = ({ operator, value }: { operator: string; value: unknown }): boolean =>
  operator === 'OR' && Array.isArray(value) && new Set(value.map((part) => part.value)).size === 2;

function bodyOf(field: string, items: Buffer, total: number, next: string | undefined): Buffer {
  const pages = { type: 'pages', next: next === undefined ? null : { page: 2, starting_after: next } };
  const head = Buffer.from(`{"type":"list","pages":${JSON.stringify(pages)},"total_count":${total},"${field}":`);
  return Buffer.concat([head, items, closing]);
}

const closing = Buffer.from('}');

function scrolled(companies: Collection, scrolls: Map<string, number>, asked: string | null): Buffer {
  const scroll = asked ?? `scroll-${scrolls.size}`;
  const from = scrolls.get(scroll) ?? 0;
  const to = Math.min(companies.size, from + 100);
  scrolls.set(scroll, to);
  const head = Buffer.from(`{"type":"list","scroll_param":"${scroll}","data":`);
  return Buffer.concat([head, companies.list(from, to), closing]);
}

function activities({ activities: all }: Workspace, query: URLSearchParams): Buffer {
  const after = query.get('starting_after');
  const behind = after === null ? 0 : all.findIndex(({ id }) => isLater(id, after));
  const from = behind < 0 ? all.length : behind;
  const found = all.slice(from, from + Number(query.get('per_page')));
  const next = from + found.length < all.length ? { starting_after: found.at(-1)!.id } : null;
  return Buffer.from(`{"type":"list","data":[${found.map(({ json }) => json)}],"pages":${JSON.stringify({ next })}}`);
}

/** Of two ids `<milliseconds>.<hexadecimal>`. */
function isLater(id: string, than: string): boolean {
  const [a = [], b = []] = [id, than].map((one) => one.split('.'));
  return Number(a[0]) - Number(b[0]) > 0 || (a[0] === b[0] && Number.parseInt(a[1]!, 16) > Number.parseInt(b[1]!, 16));
}

function deleted({ deletedConversations: all }: Workspace, query: URLSearchParams): Buffer {
  const size = Number(query.get('per_page'));
  const page = Number(query.get('page'));
  const ordered = query.get('order') === 'asc' ? all : all.toReversed();
  const found = ordered.slice((page - 1) * size, page * size);
  const pages = { page, per_page: size, total_pages: Math.max(1, Math.ceil(all.length / size)) };
  const text = `{"type":"list","conversations":[${found}],"total_count":${all.length},"pages":${JSON.stringify(pages)}}`;
  return Buffer.from(text);
}
