import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ConnectionBroken } from './faults/connection-broken.ts';

/** A server that is listening. */
export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1, at a free port unless one is given. Broken connections are really broken. */
export async function serve(handle: (request: Request) => Promise<Response>, port = 0): Promise<Listening> {
  const listener = getRequestListener(
    async (request, { outgoing }) => {
      // The answer has its own date, or none.
      if ('sendDate' in outgoing) outgoing.sendDate = false;
      try {
        return await handle(request);
      } catch (error) {
        if (!(error instanceof ConnectionBroken)) throw error;
        breakOff(error, outgoing as ServerResponse);
        return RESPONSE_ALREADY_SENT;
      }
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer(listener);
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function breakOff({ begun }: ConnectionBroken, outgoing: ServerResponse): void {
  if (begun === undefined) {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const headers = { ...Object.fromEntries(begun.response.headers), 'content-length': String(begun.of) };
  outgoing.writeHead(begun.response.status, headers);
  outgoing.write(begun.bytes, () => outgoing.socket?.destroy());
}
