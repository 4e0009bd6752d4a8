/** Looks at everything that a sync needs, and goes on where one thing fails, as far as the next ones don't need it. */
import type { Connection } from '../connection.ts';
import { asConnectorError } from '../core/errors.ts';
import type { Examined } from '../destinations/examined.ts';
import type { Check } from './check.ts';
import { checkDestination, type DestinationOptions } from './destination.ts';
import { checkFirstSync } from './first-sync.ts';
import { checkNode } from './machine.ts';
import { checkNetwork } from './network.ts';
import { checkAccess, checkSession } from './workspace.ts';

export interface DoctorOptions {
  /** Of Node, without a "v". */
  nodeVersion: string;
  /** Such as `process.env`. */
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  /** Unix milliseconds. */
  now(): number;
  /** The address of the API; rejects where the configuration is wrong. */
  url(): Promise<string>;
  connect(): Promise<Connection>;
  examine(): Promise<Examined>;
  workspaceThere: DestinationOptions['workspaceThere'];
  /** Is told of each check as soon as it is made. */
  onCheck?(check: Check): void;
}

/** Gives all checks. Rejects with the signal's reason alone. */
export async function examineAll(options: DoctorOptions): Promise<Check[]> {
  const { onCheck } = options;
  const checks: Check[] = [];
  const add = (...found: Check[]) => {
    for (const check of found) {
      checks.push(check);
      onCheck?.(check);
    }
  };
  add(checkNode(options.nodeVersion));
  const workspace = await checkIntercom(options, add);
  add(...(await checkDestination({ ...options, workspace })));
  return checks;
}

type Add = (...checks: Check[]) => void;

/** Gives the workspace that the token opens, if it does. */
async function checkIntercom(
  options: DoctorOptions,
  add: Add,
): Promise<Connection['session']['workspace'] | undefined> {
  const { env, signal, now } = options;
  const url = await options.url().catch((thrown: unknown) => asConnectorError(thrown));
  if (url instanceof Error) {
    add({ section: 'workspace', name: 'configuration', status: 'failed', found: url.message, hint: url.hint });
    return undefined;
  }
  const network = await checkNetwork({ url, env, signal });
  add(...network);
  if (network.some(({ status }) => status === 'failed')) {
    const found = 'not asked: there is no way to Intercom';
    add({ section: 'workspace', name: 'token', status: 'skipped', found });
    return undefined;
  }
  const connection = await options.connect().catch((thrown: unknown) => asConnectorError(thrown));
  signal.throwIfAborted();
  if (connection instanceof Error) {
    add({ section: 'workspace', name: 'token', status: 'failed', found: connection.message, hint: connection.hint });
    return undefined;
  }
  try {
    const access = await checkAccess(connection);
    // After some answers, so that the rate limit is told.
    add(...checkSession(connection, now()), ...access.checks);
    add(...(await checkFirstSync(connection, access.closed)));
    return connection.session.workspace;
  } finally {
    await connection.close();
  }
}
