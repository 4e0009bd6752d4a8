/** Who wrote a message: an admin, a bot, a team, a user or a lead, as `type` says. */
import { type Columns, text } from '../../core/columns/columns.ts';

export const authorColumns: Columns = { type: text, id: text, name: text, email: text };
