/** verify: whether what a sync loaded is what the workspace has. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from '../connect.ts';
import { readableStreams } from '../connection.ts';
import { asConnectorError, ConnectorError, explain } from '../core/errors.ts';
import { expandHome } from '../core/home.ts';
import { createRedactor } from '../core/redact.ts';
import { destinationAt, readingAt, readRuns } from '../destinations/index.ts';
import { type Config, parseConfig, secretsOf } from '../intercom/config.ts';
import { verificationText } from '../terminal/verify.ts';
import { receiptOf, verdictOf } from '../verify/receipt.ts';
import { verify } from '../verify/verify.ts';
import { verifyAndRepair } from '../verify/verify-and-repair.ts';
import { gatherConfig } from './gather-config.ts';
import { listenForStop } from './stopping.ts';
import { namesAll, streamsNamed } from './stream-names.ts';

export interface VerifyCopyOptions {
  /** As `sync` takes it. */
  to: string;
  schema?: string;
  /** Lists of names separated by commas; all that are stored where absent. */
  streams?: string[];
  sample: number | 'all';
  seed?: string;
  /** Whether what differs is fetched and stored. */
  repair?: boolean;
  json?: boolean;
  /** Where the receipt is written. */
  receipt?: string;
  config?: string;
}

const exitCodes = { sound: 0, differs: 3, failed: 1 } as const;

/** Verifies, and sets the exit code: 3 where something differs, 1 where something could not be compared. */
export async function verifyCopy(options: VerifyCopyOptions, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const stopping = listenForStop();
  let redact = createRedactor([env.INTERCOM_ACCESS_TOKEN ?? ''].filter(Boolean));
  try {
    const config = parseConfig(await gatherConfig(options, env));
    redact = createRedactor(secretsOf(config));
    process.exitCode = await verifyWith(config, options, { env, signal: stopping.signal, redact });
  } catch (thrown) {
    const error = asConnectorError(thrown);
    process.stderr.write(redact(error.code === 'internal' ? `${error.stack}\n` : `${explain(error)}\n`));
    process.exitCode = 1;
  }
  stopping.finish();
}

interface Run {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  redact(text: string): string;
}

/** Gives the exit code. */
async function verifyWith(config: Config, options: VerifyCopyOptions, { env, signal, redact }: Run): Promise<number> {
  const { to, schema, sample, seed = randomBytes(4).toString('hex') } = options;
  // Before the first request, so that a wrong address costs none.
  const read = readingAt(to, { schema });
  const history = await readRuns(to, { schema });
  const held = history.streams.map(({ stream }) => stream);
  const connection = await connect({ config, env, signal, typesFor: held });
  try {
    refuseOther(history.workspace, connection.session.workspace);
    const there = readableStreams(connection);
    const streams =
      options.streams && !namesAll(options.streams)
        ? streamsNamed(options.streams, there, connection.excluded)
        : there.filter(({ name }) => held.includes(name));
    const what = { connection, history, streams, sample: { count: sample, seed } };
    const { verification, repaired } = options.repair
      ? await verifyAndRepair({ ...what, read, open: destinationAt(to, { schema }) })
      : { ...(await read((reading) => verify({ ...what, reading }))), repaired: undefined };
    const receipt = redact(`${JSON.stringify(receiptOf(verification, repaired), null, 2)}\n`);
    if (options.receipt !== undefined) await writeReceipt(options.receipt, receipt);
    const text = () =>
      redact(verificationText({ ...verification, repaired }, { width: process.stdout.columns ?? 100 }));
    process.stdout.write(options.json ? receipt : text());
    return exitCodes[verdictOf(verification.streams)];
  } finally {
    await connection.close();
  }
}

function refuseOther(stored: { id: string; name: string }, opened: { id: string; name: string }): void {
  if (stored.id === opened.id) return;
  throw new ConnectorError(
    'destination_unusable',
    `It holds the workspace ${stored.name || stored.id}, and the token is of ${opened.name || opened.id}.`,
    {
      hint: 'Give the token of the workspace that was loaded, or name another destination with --to.',
    },
  );
}

async function writeReceipt(path: string, text: string): Promise<void> {
  await writeFile(expandHome(path), text).catch((cause) => {
    throw new ConnectorError('config_invalid', `The receipt ${path} can't be written: ${cause.code}.`, {
      hint: 'Allow writing there, or name another file with --receipt.',
      cause,
    });
  });
}
