/** Conversations that are tickets: conversation search leaves them out, without an error, while the token lacks "Read tickets". */
import { ConnectorError } from '../../core/errors.ts';
import { isRevoked } from '../../intercom/access.ts';
import { permissions } from '../common/permissions.ts';
import type { Withheld } from '../stream.ts';

export const ticketConversations: Withheld = {
  what: 'conversations that are tickets',
  permission: permissions.tickets,
  key: 'without_tickets',
  async isGranted(client) {
    const anyTicket = { query: { field: 'updated_at', operator: '>', value: 0 }, pagination: { per_page: 1 } };
    try {
      await client.post('/tickets/search', anyTicket, { attempts: 5 });
      return true;
    } catch (error) {
      const isRefused = error instanceof ConnectorError && ['permission_missing', 'token_refused'].includes(error.code);
      return isRefused && !isRevoked(error) ? false : undefined;
    }
  },
};

/** That the permission lacks, for people. */
export const withheldText = ({ what, permission }: Withheld): string =>
  `The token lacks the permission "${permission}": ${what} are left out of all conversation streams. Grant it in Intercom's Developer Hub: the next run then reads those streams from the start.`;
