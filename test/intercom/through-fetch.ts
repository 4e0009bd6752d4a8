/** A transport over a `fetch`, so that the simulator is asked in process. */
import type { Transport } from '../../src/intercom/http/transport.ts';

export const throughFetch =
  (fetch: (request: Request) => Promise<Response>): Transport =>
  async ({ method, url, headers, body, signal }) => {
    const response = await fetch(new Request(url, { method, headers, body, signal }));
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
