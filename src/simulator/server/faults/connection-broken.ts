/** The connection ends before the answer does: before any byte, or after a part of the body. */
export class ConnectionBroken extends Error {
  override readonly name = 'ConnectionBroken';
  /** What is sent before the end; undefined when not even a status is. */
  readonly begun: { response: Response; bytes: Uint8Array; of: number } | undefined;

  constructor(begun?: { response: Response; bytes: Uint8Array; of: number }) {
    super('The connection was broken.');
    this.begun = begun;
  }
}

/**
 * What a caller without a socket gets of it: what `fetch` would reject with, or an answer whose body fails half-way.
 */
export function withoutSocket(broken: ConnectionBroken): Response {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  if (broken.begun === undefined) throw new TypeError('fetch failed', { cause });
  const { response, bytes } = broken.begun;
  let sent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new TypeError('terminated', { cause }));
      sent = true;
      controller.enqueue(bytes);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
