/** Proof that a record is gone: Intercom is asked for it by its id. */
import { ConnectorError } from '../errors.ts';
import type { Client } from '../intercom/client.ts';
import type { Stream } from '../streams/stream.ts';

/** By stream, whether a record is gone: it, or the parent of a child stream, answers 404 or 410. An id is asked for once. */
export function proofs(
  streams: readonly Stream[],
  registry: readonly Stream[],
  client: Client,
): Map<string, (id: string) => Promise<boolean>> {
  const asked = new Map<string, Promise<boolean>>();
  const isGone = (path: string) => {
    const known = asked.get(path) ?? client.get(path, { priority: 'check' }).then(() => false, provesAbsence);
    asked.set(path, known);
    return known;
  };
  return new Map(
    streams.flatMap((stream) => {
      const { byId } = registry.find(({ name }) => name === (stream.parent?.stream ?? stream.name)) ?? {};
      return byId ? [[stream.name, (id: string) => isGone(byId(id))] as const] : [];
    }),
  );
}

/** Any other refusal proves nothing: the record is kept. */
const provesAbsence = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'not_found';
