/** A receipt: what was verified, when, and what came of it, with a digest by which it shows whether it was changed. Pure. */
import { createHash } from 'node:crypto';
import type { Difference, StreamVerdict } from './difference.ts';

export interface Verification {
  workspace: { id: string; name: string };
  location: string;
  /** Unix seconds, Intercom's time. */
  at: number;
  /** Of this package. */
  version: string;
  sample: number | 'all';
  seed: string;
  requests: number;
  streams: readonly StreamVerdict[];
}

export type Verdict = 'sound' | 'differs' | 'failed';

/** `differs` where any stream does, `failed` where one could not be compared for an error. */
export function verdictOf(streams: readonly StreamVerdict[]): Verdict {
  if (streams.some(({ verdict }) => verdict === 'differs')) return 'differs';
  return streams.some(({ verdict }) => verdict === 'failed') ? 'failed' : 'sound';
}

/**
 * The receipt as an object of JSON. `digest`: the SHA-256, in hex, of its canonical text without this field: the keys of all objects sorted by code unit, without
 * spaces, as `jq -jcS 'del(.digest)'` writes it.
 */
export function receiptOf(verification: Verification, repaired?: Repaired): object {
  const { workspace, location, at, version, sample, seed, requests, streams } = verification;
  const content = {
    receipt: 'source-intercom verify',
    workspace,
    location,
    at: new Date(at * 1000).toISOString(),
    version,
    sample,
    seed,
    requests,
    verdict: verdictOf(streams),
    ...(repaired && {
      repaired: {
        records: repaired.records,
        found: repaired.found.map((one) => ({ stream: one.stream, ...differenceJson(one) })),
        left: repaired.left,
      },
    }),
    streams: streams.map((one) => ({
      stream: one.stream,
      verdict: one.verdict,
      why: one.why ?? null,
      windows: one.windows,
      windows_read: one.windowsRead,
      records: one.records,
      moved_since: one.movedSince,
      vanished: one.vanished,
      requests: one.requests,
      differences: one.differences.map(differenceJson),
      notes: one.notes,
    })),
  };
  return { ...content, digest: createHash('sha256').update(canonical(content)).digest('hex') };
}

/** What a repair has done. */
export interface Repaired {
  /** Records that were stored anew or taken away. */
  records: number;
  /** What was found before. */
  found: readonly Difference[];
  /** For people: what mends the rest. */
  left: readonly string[];
}

const differenceJson = ({ kind, key, parent, columns }: Difference) => ({
  kind,
  key,
  parent: parent ?? null,
  columns: columns ?? [],
});

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}
