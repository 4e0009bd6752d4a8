/** A TCP proxy in front of a server of this machine, which keeps what the clients sent, and may stop forwarding without a word. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export async function forwarder(port: number) {
  let kept: Buffer[] = [];
  let hangs = false;
  let hangsAt = Number.POSITIVE_INFINITY;
  let received = 0;
  let accepted = 0;
  const deaf = new Set<number>();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(port, '127.0.0.1');
    accepted += 1;
    const ordinal = accepted;
    const silent = () => hangs || deaf.has(ordinal);
    client.on('data', (data) => {
      kept.push(data);
      received += data.length;
      if (received >= hangsAt) hangs = true;
      if (!silent()) behind.write(data);
    });
    behind.on('data', (data) => {
      if (!silent()) client.write(data);
    });
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        if (!silent()) other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => Buffer.concat(kept),
    forget() {
      kept = [];
    },
    /** From now on takes connections, and all that comes by them, and hands on nothing. */
    hang() {
      hangs = true;
    },
    /** Does so after so many more bytes. */
    hangAfter(bytes: number) {
      hangsAt = received + bytes;
    },
    /** The connections that there are hand on nothing from now on; later ones do. */
    hangOld() {
      for (let ordinal = 1; ordinal <= accepted; ordinal++) deaf.add(ordinal);
    },
    recover() {
      hangs = false;
      hangsAt = Number.POSITIVE_INFINITY;
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
