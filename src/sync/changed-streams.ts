/** Streams that come to a destination, and those that there are no more: what people are told of them. */
import type { StoredStream } from '../destinations/destination.ts';
import { isOfWorkspace } from '../streams/defined-streams.ts';
import type { Stream } from '../streams/stream.ts';

/** Names that are told of many. */
const mostNames = 5;

/** What is told. `stored`: what the destination remembered before the sync, of nothing where it is its first. */
export function changedStreams({
  streams,
  stored,
  registry,
}: {
  streams: readonly Stream[];
  stored: ReadonlyMap<string, StoredStream>;
  registry: readonly Stream[];
}): string[] {
  if (stored.size === 0) return [];
  const fresh = streams.map(({ name }) => name).filter((name) => !stored.has(name));
  const known = new Set(registry.map(({ name }) => name));
  // Of those that the workspace names it is known only where it was asked. What the sync remembers of its own begins with `_`.
  const gone = [...stored].flatMap(([name, { dropped }]) =>
    known.has(name) || isOfWorkspace(name) || name.startsWith('_') || dropped ? [] : [name],
  );
  return [
    ...(fresh.length > 0 ? [`New here, and read from the start: ${list(fresh)}.`] : []),
    ...(gone.length > 0
      ? [`Not read any more, and kept as they are: the tables of ${list(gone)}, which are no streams now.`]
      : []),
  ];
}

const list = (names: readonly string[]): string =>
  names.length > mostNames + 1
    ? `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} others`
    : names.join(', ');
