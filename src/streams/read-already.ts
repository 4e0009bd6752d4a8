/** Scans whose records are there before they are read as streams. */
import type { Page } from '../intercom/readers/reader.ts';
import type { Scan, Source, Stream } from './stream.ts';

/** The scan with these pages, which are all that it gives, as the answer to its first read; each later read asks for them again. */
export function readAlready(scan: Scan, pages: readonly Page[]): Scan {
  let kept: readonly Page[] | undefined = pages;
  return {
    ...scan,
    async *read(context, range) {
      const first = kept;
      kept = undefined;
      yield* first ?? scan.read(context, range);
    },
  };
}

/** The streams with other scans in the place of some of theirs. */
export const withScans = (streams: readonly Stream[], scans: ReadonlyMap<Source, Scan>): Stream[] =>
  streams.map((stream) => ({ ...stream, scan: scans.get(stream.scan) ?? stream.scan }));
