/** doctor: all that a sync needs, looked at one by one. Nothing is written. */
import { connect } from '../connect.ts';
import { createRedactor } from '../core/redact.ts';
import { examineDestination, readRuns } from '../destinations/index.ts';
import type { Check } from '../doctor/check.ts';
import { examineAll } from '../doctor/index.ts';
import { apiUrl, type Config, parseConfig, secretsOf } from '../intercom/config.ts';
import { doctorText } from '../terminal/doctor.ts';
import { type ConfigFlags, gatherConfig } from './gather-config.ts';
import { listenForStop } from './stopping.ts';

export interface DoctorFlags extends Pick<ConfigFlags, 'config' | 'region'> {
  /** As `sync` takes it. */
  to: string;
  schema?: string;
  json?: boolean;
}

/** As long as the opening of a session may take. */
const connectWithinMs = 45_000;

/** Shows what was found, and sets the exit code: 1 where something failed. */
export async function doctor(flags: DoctorFlags, { env = process.env } = {}): Promise<void> {
  const stopping = listenForStop();
  const { signal } = stopping;
  // As it is given: a token that no configuration takes is a secret as well.
  const secrets = [env.INTERCOM_ACCESS_TOKEN ?? ''].filter(Boolean);
  const { to, schema } = flags;
  let config: Promise<Config> | undefined;
  const configured = () => {
    config ??= gatherConfig(flags, env).then((given) => {
      const parsed = parseConfig(given);
      secrets.push(...secretsOf(parsed));
      return parsed;
    });
    return config;
  };
  try {
    const checks = await examineAll({
      nodeVersion: process.versions.node,
      env,
      signal,
      now: Date.now,
      url: async () => apiUrl(await configured(), env),
      connect: async () => connect({ config: await configured(), env, signal, within: connectWithinMs }),
      examine: () => examineDestination(to, { schema }),
      workspaceThere: async () => (await readRuns(to, { schema })).workspace,
    });
    const text = flags.json ? `${JSON.stringify(asJson(checks), null, 2)}\n` : doctorText(checks, { width: width() });
    process.stdout.write(createRedactor(secrets)(text));
    if (checks.some(({ status }) => status === 'failed')) process.exitCode = 1;
  } finally {
    stopping.finish();
  }
}

const width = (): number => Math.max(60, Math.min(process.stdout.columns ?? 100, 120));

const asJson = (checks: readonly Check[]): object => ({
  ok: checks.every(({ status }) => status !== 'failed'),
  checks: checks.map(({ hint, ...check }) => ({ ...check, hint: hint ?? null })),
});
