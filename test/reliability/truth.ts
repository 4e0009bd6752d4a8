/** What a perfect copy of a simulated workspace holds, stream by stream, and what no copy can know. */
import type { Row } from '../../src/core/events.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import { oracleOf } from '../support/oracle/index.ts';
import { streamNamed } from '../support/registry.ts';
import { cursorValue } from './keeper.ts';

/** What the workspace's owner or the token's plan make of it. */
export interface View {
  /** Unix seconds: records that last changed before are not wanted. */
  start: number;
  /** The API version: contacts are searched by day, and some shapes differ, before 2.17. */
  version: '2.17' | '2.16';
  /** Whether the Preview version, and with it the feed of what happened to contacts, is open. */
  preview: boolean;
  /** Whether it lists the contacts that it shows no longer. Default true. */
  listsInactive?: boolean;
  /** Contacts that were merged into others before a time at which deletions were asked for again. */
  muted?: ReadonlySet<string>;
  /** Whether it was read at another version as well. */
  versionChanged?: boolean;
  /** Whether the list of deleted conversations leaves out when they were deleted. */
  untimed?: boolean;
  /** Whether records were shown at times that are not theirs: a later time can't be told from an earlier, false one. */
  falseTimes?: boolean;
  /** Contacts that were archived or blocked at some time. */
  vanished?: ReadonlySet<string>;
  /** Records whose details were answered to be gone more than once, though they are there. */
  denied?: ReadonlySet<string>;
}

/** Whether this Intercom lacks the stream: the Preview version alone has it, or not every workspace. */
export const isAbsent = (stream: string, { preview, version, listsInactive = true }: View): boolean =>
  stream === 'inactive_contacts'
    ? !listsInactive || (version === '2.16' && !preview)
    : streamNamed(stream)?.since === 'Preview' && !preview;

/** The rows that the stream must end up with. */
export function expectedRows(stream: string, workspace: Workspace, { start, version }: View): Row[] {
  const { rows, chosenBy, before217 } = oracleOf(stream);
  const timeOf = (row: Row): unknown =>
    typeof chosenBy === 'function' ? chosenBy(row, workspace) : chosenBy && row[chosenBy];
  return (
    rows(workspace, start)
      // What does not say when it was is never left out.
      .filter((row) => {
        const time = timeOf(row);
        return time === undefined || cursorValue(time) >= start;
      })
      .map((row) => (version === '2.16' && before217 ? before217(row) : row))
  );
}

const withoutTimes = ({
  updated_at,
  contact_updated_at,
  company_updated_at,
  call_updated_at,
  conversation_updated_at,
  ticket_updated_at,
  article_updated_at,
  help_center_updated_at,
  ...row
}: Row): Row => row;

/**
 * Exception 1. What of a row the comparison leaves out, such as what changes without touching its record; undefined where it leaves out
 * nothing. `wholly`: the stream was read whole in the end.
 */
export function stripOf(stream: string, view: View, wholly: boolean): ((row: Row) => Row) | undefined {
  const strips: ((row: Row) => Row)[] = [];
  // A version that was shown at a later time than its own stays, and with it what it showed of other objects.
  const untouched = wholly && !view.falseTimes ? undefined : oracleOf(stream).untouched?.strip;
  if (untouched) strips.push(untouched);
  // A conversation does not change with the version by which it is asked for.
  if (stream === 'conversations' && view.versionChanged && !wholly)
    strips.push(({ conversation_rating: rating, ...row }) => ({
      ...row,
      conversation_rating: rating && { ...(rating as Row), teammate: null },
    }));
  // A translation has a time of its own: the article's is the earlier one, and gives way to one that was shown too late.
  if (view.falseTimes && stream === 'articles') strips.push(({ translated_content, ...row }) => row);
  if (view.untimed && stream === 'deleted_conversations') strips.push(({ deleted_at, ...row }) => row);
  if (view.falseTimes) strips.push(withoutTimes);
  return strips.length === 0 ? undefined : (row) => strips.reduce((stripped, strip) => strip(stripped), row);
}

/** Exception 2. Rows of records that are gone without any feed that tells it: incremental reads keep them, a full refresh drops them. */
export const isNeverMentioned = (stream: string): boolean => oracleOf(stream).unmentioned !== undefined;

/** Exception 3. The same, where the Preview version is refused: it alone has the feed of what happened to contacts. */
export const needsPreview = (stream: string): boolean => oracleOf(stream).unmentionedWithoutPreview !== undefined;

/**
 * Exception 4. Contacts that were archived or blocked, and may have come back as they were: no feed tells either. A full check,
 * or a full refresh, finds it, and after it there is no exception.
 */
export function isVanished(stream: string, row: Row, { vanished }: View): boolean {
  return needsPreview(stream) && vanished?.has(String(row.contact_id ?? row.id)) === true;
}

/**
 * Exception 5. A record that twice was answered to be gone counts as gone, unless its neighbours are answered so as well: what its detail
 * tells, such as a conversation's parts, is not read before it changes.
 */
export const isDenied = (stream: string, row: Row, { denied }: View): boolean => {
  const { detail, parent } = streamNamed(stream) ?? {};
  return detail !== undefined && parent !== undefined && denied?.has(String(row[parent.column])) === true;
};
