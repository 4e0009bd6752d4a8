/** A workspace in which nothing changes for the time being. */
import type { Truth, TruthName, Workspace } from '../../../src/simulator/index.ts';

/** The same workspace, which tells each truth once, however many streams are made of it: for comparisons of all streams. */
export function atRest(workspace: Workspace): Workspace {
  const told = new Map<TruthName, unknown>();
  return {
    ...workspace,
    truth<Name extends TruthName>(name: Name): Truth[Name][] {
      if (!told.has(name)) told.set(name, workspace.truth(name));
      return told.get(name) as Truth[Name][];
    },
  };
}
