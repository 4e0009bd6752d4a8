/** What the token opens, and at which rate. */
import { type Connection, readableStreams } from '../connection.ts';
import { hidesTickets, ticketConversations, withheldText } from '../streams/conversations/tickets.ts';
import { checkPermissions, type PermissionCheck } from '../streams/permission-checks.ts';
import type { Check } from './check.ts';

/** Seconds by which the clocks may differ. */
const clockTolerance = 60;

/** `now`: this machine's time, unix milliseconds. */
export function checkSession({ session, rateLimit }: Connection, now: number): Check[] {
  const { workspace, client } = session;
  const { perSecond, told } = rateLimit();
  const apart = Math.round((now - client.serverNow()) / 1000);
  const of = (name: string, rest: Omit<Check, 'section' | 'name'>): Check => ({ section: 'workspace', name, ...rest });
  return [
    of('token', { status: 'ok', found: `opens "${workspace.name}" (${workspace.id}), API version ${client.version}` }),
    of('region', {
      status: 'ok',
      found: `${workspace.region.toLowerCase() || 'not told'}, time zone ${workspace.timezone}`,
    }),
    Math.abs(apart) <= clockTolerance
      ? of('clock', { status: 'ok', found: `within ${clockTolerance} s of Intercom's` })
      : of('clock', {
          status: 'warning',
          found: `${Math.abs(apart).toLocaleString('en-US')} s ${apart > 0 ? 'ahead of' : 'behind'} Intercom's`,
          hint: "A sync goes by Intercom's clock. Set this machine's all the same: certificates and logs go by it.",
        }),
    of('rate limit', {
      status: told ? 'ok' : 'warning',
      found: told
        ? `${(told.limit * 6).toLocaleString('en-US')} requests a minute, of which a sync may spend ${Math.floor(perSecond * 60).toLocaleString('en-US')}`
        : 'not told in the answers',
      ...(!told && {
        hint: 'Something on the way takes the X-RateLimit headers out. A sync then goes by 10,000 a minute.',
      }),
    }),
  ];
}

export interface Opened {
  checks: Check[];
  /** The names of the streams that the token does not open. */
  closed: string[];
}

/** A small request for each permission. */
export async function checkAccess(connection: Connection): Promise<Opened> {
  const found = await checkPermissions(connection.session.client, readableStreams(connection));
  const closed = found.filter(({ access }) => typeof access === 'object');
  const isHidden = hidesTickets(closed.map(({ permission }) => permission));
  return {
    checks: [...found.map(checkOf), ...(isHidden ? [ticketGap()] : [])],
    closed: closed.flatMap(({ streams }) => streams),
  };
}

function checkOf({ permission, streams, access }: PermissionCheck): Check {
  const of = (rest: Omit<Check, 'section' | 'name'>): Check => ({ section: 'permissions', name: permission, ...rest });
  const names = streams.join(', ');
  if (access === 'open') return of({ status: 'ok', found: `opens ${names}` });
  if (access === 'unasked') return of({ status: 'skipped', found: `not known before a sync: ${names}` });
  return access.closedBy === 'token'
    ? of({
        status: 'failed',
        found: `closes ${names}`,
        hint: "Grant it in Intercom's Developer Hub, under your app's Authentication, or leave the streams out.",
      })
    : of({
        status: 'warning',
        found: `the plan of the workspace does not include ${names}`,
        hint: 'Leave them out, with --streams or "exclude".',
      });
}

const ticketGap = (): Check => ({
  section: 'permissions',
  name: 'conversations that are tickets',
  status: 'failed',
  found: 'left out, without an error',
  hint: withheldText(ticketConversations),
});
