/**
 * The simulator's truth as the rows of a stream: told once more by hand, in code that the streams do not share, so that a mistake of theirs
 * can't be its own.
 */
import type { Row } from '../../../src/core/events.ts';
import type { TruthName, Workspace } from '../../../src/simulator/index.ts';
import type { Contract } from './contract.ts';

/** What a perfect copy of a stream holds, what of it no copy can know, and what Intercom's reference says of it. */
export interface Oracle {
  /** Its entity in the OpenAPI document. */
  contract: Contract;
  /** What the product asks for to read it. Some of Intercom's paths must never be called, so that a new one is looked at here. */
  asks: readonly string[];
  /** What it asks for besides where a list leaves something out, which the simulator's do not. */
  asksWhereLeftOut?: readonly string[];
  /** Where the product asks for one record that may be gone. */
  asksById?: string;
  /** The rows as version 2.17 gives them; of what is chosen by a time that no row holds, those that `start` (unix seconds) leaves. */
  rows(workspace: Workspace, start?: number): Row[];
  /** The same row before 2.17. */
  before217?(row: Row): Row;
  /** Where rows hold the time by which `start_date` chooses them, or what that time is; left out, all are chosen. */
  chosenBy?: string | ((row: Row, workspace: Workspace) => number);
  /**
   * What of a record Intercom changes without touching its `updated_at`, so that no incremental read can see it: copies of other objects,
   * and counts. A full refresh brings it, and then it is compared as well.
   */
  untouched?: { why: string; strip(row: Row): Row };
  /** Why nothing tells that a record is gone: incremental reads keep it, a full refresh drops it. */
  unmentioned?: string;
  /** The same, where the Preview version is refused. */
  unmentionedWithoutPreview?: string;
  /** Columns that the simulator never fills, and why. */
  neverFilled?: Record<string, string>;
}

/** A stream whose rows are the API's objects as they are. */
export const asListed =
  (name: Exclude<TruthName, 'conversation_parts'>): Oracle['rows'] =>
  (workspace) =>
    workspace.truth(name);

/** The objects of a list inside of a record. */
export const within = (row: Row, field: string, list: string): Row[] =>
  (row[field] as Record<string, Row[]>)[list] ?? [];
