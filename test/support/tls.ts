/** TLS in front of a server of the tests, with a certificate for 127.0.0.1 that no one trusts unless told to. */
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** The certificate's path, as NODE_EXTRA_CA_CERTS takes it. Its key is public: it must never be trusted but here. */
export const certificate = fileURLToPath(new URL('tls/certificate.pem', import.meta.url));
export const key = fileURLToPath(new URL('tls/key.pem', import.meta.url));

/** Listens with TLS and hands all on to a port of this machine. `arrived` counts the bytes that were handed on. */
export async function listenWithTls(port: number) {
  let arrived = 0;
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (socket) => {
    const behind = connect(port, '127.0.0.1');
    socket.on('data', ({ length }) => {
      arrived += length;
    });
    socket.pipe(behind).pipe(socket);
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ])
      one!.on('error', () => other!.destroy());
  });
  server.on('tlsClientError', () => {}); // refused by the other side, as some of the tests want it
  await new Promise<void>((listening) => server.listen(0, listening));
  return {
    port: (server.address() as AddressInfo).port,
    arrived: () => arrived,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
