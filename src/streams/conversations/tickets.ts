/** Conversations that are tickets: conversation search leaves them out, without an error, while the token lacks "Read tickets". */
import { lacksPermission } from '../../intercom/access.ts';
import { searchAny } from '../common/any-record.ts';
import { permissions } from '../common/permissions.ts';
import type { Withheld } from '../stream.ts';

export const ticketConversations: Withheld = {
  what: 'conversations that are tickets',
  permission: permissions.tickets,
  key: 'without_tickets',
  async isGranted(client) {
    try {
      await searchAny(client, '/tickets/search');
      return true;
    } catch (error) {
      return lacksPermission(error) ? false : undefined;
    }
  },
};

/** Whether conversations come without those that are tickets, of a token that lacks these permissions. */
export const hidesTickets = (lacking: readonly string[]): boolean =>
  lacking.includes(ticketConversations.permission) && !lacking.includes(permissions.conversations);

/** That the permission lacks, for people. */
export const withheldText = ({ what, permission }: Withheld): string =>
  `The token lacks the permission "${permission}": ${what} are left out of all conversation streams. Grant it in Intercom's Developer Hub: the next run then reads those streams from the start.`;
