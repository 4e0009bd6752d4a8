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

/** A permission that lacks, and the streams that it closes. */
export interface ClosedStreams {
  permission: string;
  streams: string[];
}

/** Those of the streams that are not costly; a request that gets no answer says nothing. Never rejects. */
export async function closedStreams(client: Client, streams: readonly Stream[]): Promise<ClosedStreams[]> {
  const usual = streams.filter(({ cost }) => cost === undefined);
  const needed = [...new Set(usual.map(({ permission }) => permission))];
  const closed = await Promise.all(needed.map(async (one) => ((await isRefused(client, asks[one])) ? [one] : [])));
  return closed.flat().map((permission) => ({
    permission,
    streams: usual.filter((stream) => stream.permission === permission).map(({ name }) => name),
  }));
}

async function isRefused(client: Client, ask: Ask | undefined): Promise<boolean> {
  try {
    await ask?.(client);
    return false;
  } catch (error) {
    return lacksPermission(error) || (error instanceof ConnectorError && error.code === 'plan_restricted');
  }
}

/** The same, for people; empty where all are open. */
export function closedText(closed: readonly ClosedStreams[]): string {
  if (closed.length === 0) return '';
  const each = closed.map(({ permission, streams }) => `"${permission}" (${streams.join(', ')})`);
  return `The token lacks ${closed.length === 1 ? 'a permission' : 'permissions'}, and the streams that need it can't be read: ${each.join('; ')}. Grant it in Intercom's Developer Hub, or deselect the streams.`;
}
