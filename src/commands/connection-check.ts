/** What a check of a connection tells. */
import { connect } from '../connect.ts';
import { readableStreams } from '../connection.ts';
import type { Config } from '../intercom/config.ts';
import { hidesTickets, ticketConversations, withheldText } from '../streams/conversations/tickets.ts';
import { closedStreams, closedText } from '../streams/permission-checks.ts';

/** How long it may take to connect, in milliseconds: a platform waits about a minute for it. */
const checkWithinMs = 45_000;

/** And how long to ask for a permission. */
const permissionWithinMs = 5_000;

/** Which workspace the token opens, which streams it does not, and what it leaves out of others. */
export async function describeConnection(config: Config, signal: AbortSignal): Promise<string> {
  const connection = await connect({ config, env: process.env, signal, within: checkWithinMs });
  try {
    const { workspace, client } = connection.session;
    // The answers are welcome, and not worth waiting for long.
    const brief = AbortSignal.any([signal, AbortSignal.timeout(permissionWithinMs)]);
    const closed = await closedStreams(client.with({ signal: brief }), readableStreams(connection));
    return [
      `Connected to workspace "${workspace.name}" (${workspace.id}).`,
      closedText(closed),
      hidesTickets(closed.map(({ permission }) => permission)) ? withheldText(ticketConversations) : '',
    ]
      .filter(Boolean)
      .join(' ');
  } finally {
    await connection.close();
  }
}
