/** The workspace as far as it can be read at all: without a record that no page gives, and without what a permission hides. */
import type { Workspace } from '../../src/simulator/index.ts';
import type { Surroundings } from './stage.ts';

type Left = (record: { id: string }) => boolean;

interface Hidden {
  unreadable?: { id: string } | undefined;
  /** Conversations that are tickets. */
  hidesTickets: boolean;
}

export const readable = ({ simulator, unreadable, hidesTickets }: Surroundings): Workspace =>
  without(simulator.workspace, { unreadable, hidesTickets });

/** The workspace of a state which says that conversations that are tickets were left out. */
export const withoutTickets = (workspace: Workspace): Workspace => without(workspace, { hidesTickets: true });

function without(workspace: Workspace, { unreadable, hidesTickets }: Hidden): Workspace {
  if (unreadable === undefined && !hidesTickets) return workspace;
  const isGiven: Left = ({ id }) => id !== unreadable?.id;
  const isShown = (record: { id: string }) =>
    isGiven(record) && !(hidesTickets && workspace.conversations.get(record.id)?.is_ticket);
  const isLeft: Partial<Record<string, Left>> = {
    contacts: isGiven,
    tickets: isGiven,
    conversations: isShown,
  };
  const truth = ((name) => {
    const all = workspace.truth(name);
    if (name !== 'conversation_parts') return all.filter((record) => isLeft[name]?.(record as { id: string }) ?? true);
    return all.filter((one) => isShown((one as { conversation: { id: string } }).conversation));
  }) as Workspace['truth'];
  return {
    ...workspace,
    contacts: only(workspace.contacts, isGiven),
    tickets: only(workspace.tickets, isGiven),
    conversations: only(workspace.conversations, isShown),
    truth,
  };
}

const only = <T extends { id: string }>(map: ReadonlyMap<string, T>, isLeft: Left): ReadonlyMap<string, T> =>
  new Map([...map].filter(([, record]) => isLeft(record)));
