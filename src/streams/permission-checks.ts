/** Which streams a token does not open, found by a small request for each permission. */
import { ConnectorError } from '../core/errors.ts';
import { lacksPermission } from '../intercom/access.ts';
import type { Client } from '../intercom/client.ts';
import { attempts, searchAny } from './common/any-record.ts';
import { permissions } from './common/permissions.ts';
import type { Stream } from './stream.ts';

type Ask = (client: Client) => Promise<unknown>;

const get =
  (path: string): Ask =>
  (client) =>
    client.get(path, { attempts });
const search =
  (path: string): Ask =>
  (client) =>
    searchAny(client, path);

/** By permission. None for what only costly streams need, nor for what can be asked for by an id alone. */
const asks: Readonly<Record<string, Ask>> = {
  [permissions.people]: search('/contacts/search'),
  [permissions.conversations]: search('/conversations/search'),
  [permissions.tickets]: search('/tickets/search'),
  [permissions.tags]: get('/tags'),
  [permissions.admins]: get('/admins'),
  [permissions.activityLogs]: get('/admins/activity_log_event_types'),
  [permissions.articles]: get('/help_center/help_centers'),
  [permissions.news]: get('/news/newsfeeds'),
  [permissions.content]: get('/content_snippets'),
  [permissions.officeHours]: get('/office_hours_schedules'),
};

/** What the token or the plan closes, and the streams that need it. */
export interface ClosedStreams {
  permission: string;
  streams: string[];
  by: 'token' | 'plan';
}

/** A permission, and the streams that need it. */
export interface PermissionCheck {
  permission: string;
  streams: string[];
  /** `closed`: by the token or the plan. `unasked`: no small request can tell, or none was answered. */
  access: 'open' | 'unasked' | { closedBy: ClosedStreams['by'] };
}

/** Those of the streams that are closed and not costly. Rejects as `checkPermissions` does. */
export async function closedStreams(client: Client, streams: readonly Stream[]): Promise<ClosedStreams[]> {
  const checks = await checkPermissions(client, streams);
  return checks.flatMap(({ permission, streams: names, access }) =>
    typeof access === 'object' ? [{ permission, streams: names, by: access.closedBy }] : [],
  );
}

/**
 * Asks for each permission that streams need which are not costly, by a small request. Rejects with `config_invalid` alone, where Intercom does not know what the
 * configuration defines.
 */
export async function checkPermissions(client: Client, streams: readonly Stream[]): Promise<PermissionCheck[]> {
  const usual = streams.filter(({ cost }) => cost === undefined);
  const needed = [...new Set(usual.map(({ permission }) => permission))];
  return Promise.all(
    needed.map(async (permission) => {
      const ofIt = usual.filter((stream) => stream.permission === permission);
      const questions = [asks[permission], ...ofIt.map(({ probe }) => probe)].filter((ask) => ask !== undefined);
      const found = await Promise.all(questions.map((ask) => accessBy(client, ask)));
      const access = found.find((one) => typeof one === 'object') ?? (found.includes('open') ? 'open' : 'unasked');
      return { permission, streams: ofIt.map(({ name }) => name), access };
    }),
  );
}

async function accessBy(client: Client, ask: Ask): Promise<PermissionCheck['access']> {
  try {
    await ask(client);
    return 'open';
  } catch (error) {
    if (lacksPermission(error)) return { closedBy: 'token' };
    if (!(error instanceof ConnectorError)) return 'unasked';
    if (error.code === 'config_invalid') throw error;
    return error.code === 'plan_restricted' ? { closedBy: 'plan' } : 'unasked';
  }
}

/** The same, for people; empty where all are open. */
export function closedText(closed: readonly ClosedStreams[]): string {
  const byToken = closed.filter(({ by }) => by === 'token');
  const byPlan = closed.filter(({ by }) => by === 'plan');
  const each = byToken.map(({ permission, streams }) => `"${permission}" (${streams.join(', ')})`);
  const sentences: string[] = [];
  if (byToken.length > 0)
    sentences.push(
      `The token lacks ${byToken.length === 1 ? 'a permission' : 'permissions'}, and the streams that need it can't be read: ${each.join('; ')}. Grant it in Intercom's Developer Hub, or deselect the streams.`,
    );
  if (byPlan.length > 0)
    sentences.push(
      `The workspace's plan does not include ${byPlan.flatMap(({ streams }) => streams).join(', ')}: deselect them.`,
    );
  return sentences.join(' ');
}
