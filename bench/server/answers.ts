/** What the server says to each request of the product: paths and searches to prepared bodies. */
import type { Collection } from './collection.ts';
import type { Workspace } from './workspace.ts';

/** The body's pieces; undefined where there is nothing of that name. */
export type Answer = (request: { path: string; query: URLSearchParams; body: string }) => Buffer | undefined;

export function createAnswers(workspace: Workspace): Answer {
  const scrolls = new Map<string, number>();

  return ({ path, query, body }) => {
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
    if (path.startsWith('/conversations/')) return workspace.conversations.detail(path.slice('/conversations/'.length));
    return workspace.listings.get(query.size > 0 ? `${path}?${query}` : path);
  };
}

interface Search {
  query: { value: { field?: string; operator: string; value: unknown }[] };
  sort: { order: 'ascending' | 'descending' };
  pagination: { per_page: number; starting_after?: string };
}

function search(collection: Collection, field: string, { query, sort, pagination }: Search): Buffer {
  let after = Number.NEGATIVE_INFINITY;
  let before = Number.POSITIVE_INFINITY;
  for (const filter of query.value) {
    if (filter.field === 'updated_at' && filter.operator === '>') after = Number(filter.value);
    else if (filter.field === 'updated_at' && filter.operator === '<') before = Number(filter.value);
    else if (!isEveryRole(filter)) throw new Error(`The benchmark's server can't filter by ${JSON.stringify(filter)}.`);
  }
  const [first, end] = collection.between(after, before);
  const { per_page: size, starting_after: cursor } = pagination;
  if (sort.order === 'descending') {
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
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const found = all.slice(from, from + Number(query.get('per_page')));
  const next = from + found.length < all.length ? { starting_after: found.at(-1)!.id } : null;
  return Buffer.from(`{"type":"list","data":[${found.map(({ json }) => json)}],"pages":${JSON.stringify({ next })}}`);
}

function deleted({ deletedConversations: all }: Workspace, query: URLSearchParams): Buffer {
  const size = Number(query.get('per_page'));
  const page = Number(query.get('page'));
  const newest = all.toReversed().slice((page - 1) * size, page * size);
  const pages = { page, per_page: size, total_pages: Math.max(1, Math.ceil(all.length / size)) };
  return Buffer.from(`{"type":"list","conversations":[${newest}],"pages":${JSON.stringify(pages)}}`);
}
