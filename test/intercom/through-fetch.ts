/** A transport over a `fetch`, so that the simulator is asked in process. */
import { writeFileSync } from 'node:fs';
import type { HttpRequest, HttpResponse, Transport } from '../../src/intercom/http/transport.ts';

export const throughFetch =
  (fetch: (request: Request) => Promise<Response>): Transport =>
  async (request) => {
    const { method, url, headers, body, signal } = request;
    return received(await fetch(new Request(url, { method, headers, body, signal })), request);
  };

/** The response as a transport gives it: in memory, or in the file that was asked for. */
export async function received(response: Response, { file }: Pick<HttpRequest, 'file'>): Promise<HttpResponse> {
  const head = { status: response.status, headers: Object.fromEntries(response.headers) };
  const body = Buffer.from(await response.arrayBuffer());
  if (!file || !response.ok) return { ...head, body };
  file.begins(head);
  // At once: in virtual time, waiting for a disk would be waiting for ever.
  writeFileSync(file.path, body);
  return { ...head, body: '' };
}
