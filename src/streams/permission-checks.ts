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

/**
 * Those of the streams that are not costly; a request that gets no answer says nothing. Rejects with `config_invalid` alone, where Intercom does
 * not know what the configuration defines.
 */
export async function closedStreams(client: Client, streams: readonly Stream[]): Promise<ClosedStreams[]> {
  const usual = streams.filter(({ cost }) => cost === undefined);
  const needed = [...new Set(usual.map(({ permission }) => permission))];
  const asked = await Promise.all(
    needed.map(async (permission) => {
      const ofIt = usual.filter((stream) => stream.permission === permission);
      const questions = [asks[permission], ...ofIt.map(({ probe }) => probe)].filter((ask) => ask !== undefined);
      const refused = await Promise.all(questions.map((ask) => closedBy(client, ask)));
      const by = refused.find((one) => one !== undefined);
      return by ? [{ permission, streams: ofIt.map(({ name }) => name), by }] : [];
    }),
  );
  return asked.flat();
}

async function closedBy(client: Client, ask: Ask): Promise<ClosedStreams['by'] | undefined> {
  try {
    await ask(client);
    return undefined;
  } catch (error) {
    if (lacksPermission(error)) return 'token';
    if (!(error instanceof ConnectorError)) return undefined;
    if (error.code === 'config_invalid') throw error;
    return error.code === 'plan_restricted' ? 'plan' : undefined;
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
