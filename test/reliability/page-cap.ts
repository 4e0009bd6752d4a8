/** Small pages, so that small worlds have many of them. */
import type { HttpRequest } from '../../src/intercom/http/transport.ts';

/** The request as it would be if no page had more items than `cap`. */
export function capped(request: HttpRequest, cap: number): HttpRequest {
  const address = new URL(request.url);
  const asked = address.searchParams.get('per_page');
  if (asked) address.searchParams.set('per_page', String(Math.min(cap, Number(asked))));
  if (!request.body) return { ...request, url: address.href };
  const body = JSON.parse(request.body) as { pagination?: { per_page?: number } };
  if (body.pagination?.per_page) body.pagination.per_page = Math.min(cap, body.pagination.per_page);
  return { ...request, url: address.href, body: JSON.stringify(body) };
}
