/** Verifies, mends what differs, and verifies that again. */
import type { Destination } from '../destinations/destination.ts';
import type { ReadDestination } from '../destinations/reading.ts';
import type { Difference, StreamVerdict } from './difference.ts';
import type { Repaired, Verification } from './receipt.ts';
import { repair } from './repair.ts';
import { type VerifyOptions, verify } from './verify.ts';

export interface VerifyAndRepairOptions extends Omit<VerifyOptions, 'reading'> {
  read: ReadDestination;
  /** Opens the destination as a sync does, with its lock. */
  open(): Promise<Destination>;
}

/** Gives what is so after it, and what was mended; nothing is opened for writing where nothing differs. */
export async function verifyAndRepair(
  options: VerifyAndRepairOptions,
): Promise<{ verification: Verification; repaired: Repaired }> {
  const { connection, read, open } = options;
  const { verification, units } = await read((reading) => verify({ ...options, reading }));
  const found = verification.streams.flatMap((one) => one.differences);
  const differences = [...found, ...verification.streams.flatMap(vanishedOf)];
  if (differences.length === 0) return { verification, repaired: { records: 0, found, left: [] } };
  const records = await repair({ connection, destination: await open(), units, differences });
  const again = units
    .filter(({ streams }) => differences.some(({ stream }) => streams.some(({ name }) => name === stream)))
    .flatMap(({ streams }) => streams);
  const after = await read((reading) => verify({ ...options, streams: again, reading }));
  const verdicts = new Map(after.verification.streams.map((one) => [one.stream, one]));
  const streams = verification.streams.map((one) => verdicts.get(one.stream) ?? one);
  return {
    verification: {
      ...verification,
      streams: streams.map((one, i) => ({ ...one, requests: costOf(one, verification.streams[i]!) })),
      requests: connection.requests(),
    },
    repaired: { records, found: differences, left: leftOf(streams) },
  };
}

/** What is gone is taken away, whenever it went. */
const vanishedOf = ({ stream, vanished }: StreamVerdict): Difference[] =>
  vanished.map((id) => ({ stream, kind: 'extra', key: [id] }));

/** A stream that was verified twice cost both. */
const costOf = (now: StreamVerdict, before: StreamVerdict): number =>
  now === before ? now.requests : now.requests + before.requests;

const leftOf = (streams: readonly StreamVerdict[]): string[] => {
  const names = streams.filter(({ verdict }) => verdict === 'differs').map(({ stream }) => stream);
  return names.length === 0
    ? []
    : [`Read again what could not be mended: source-intercom sync --full-refresh --streams ${names.join(',')}`];
};
