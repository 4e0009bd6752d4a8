/** The tables that Fivetran makes of Intercom, as views: for what is written for them, such as the dbt package fivetran/dbt_intercom. */
import type { View } from '../../core/view.ts';
import { companies } from './companies.ts';
import { contacts } from './contacts.ts';
import { content } from './content.ts';
import { conversationParts } from './conversation-parts.ts';
import { conversations } from './conversations.ts';
import { labels } from './labels.ts';
import { people } from './people.ts';
import { tickets } from './tickets.ts';

export const fivetran: readonly View[] = [
  ...people,
  ...labels,
  ...contacts,
  ...companies,
  ...conversations,
  ...conversationParts,
  ...tickets,
  ...content,
];
