import { asListed, type Oracle, within } from './oracle.ts';

export const tickets: Record<string, Oracle> = {
  tickets: {
    rows: asListed('tickets'),
    chosenBy: 'updated_at',
    untouched: {
      why: 'a ticket does not change with the deletion of its people',
      strip: ({ contacts, ...row }) => ({
        ...row,
        contacts: within({ contacts }, 'contacts', 'contacts').map(({ id }) => id),
      }),
    },
    unmentioned: 'nothing lists deleted tickets',
  },
};
