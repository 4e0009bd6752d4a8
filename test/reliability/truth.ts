/** What a perfect copy of a simulated workspace holds, stream by stream, and what no copy can know. */
import type { Row } from '../../src/core/events.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import { rowsOf, within } from '../support/truth.ts';

/** What the workspace's owner or the token's plan make of it. */
export interface View {
  /** Unix seconds: records that last changed before are not wanted. */
  start: number;
  /** The API version: contacts are searched by day, and some shapes differ, before 2.17. */
  version: '2.17' | '2.16';
  /** Whether the Preview version, and with it the feed of what happened to contacts, is open. */
  preview: boolean;
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
  /** Conversations that were answered to be gone more than once, though they are there. */
  denied?: ReadonlySet<string>;
}

/** Where a stream's rows hold the time by which `start_date` chooses them; the other streams come whole. */
const chosenBy: Record<string, string> = {
  contacts: 'updated_at',
  users: 'updated_at',
  leads: 'updated_at',
  contact_merges: 'contact_updated_at',
  contact_activities: 'created_at',
  companies: 'updated_at',
  conversations: 'updated_at',
  conversation_parts: 'conversation_updated_at',
  deleted_conversations: 'deleted_at',
  tickets: 'updated_at',
  segments: 'updated_at',
};

/** Before 2.17 a workflow is no rater's teammate, and built-in times are told to be dates. */
const before217: Record<string, (row: Row) => Row> = {
  conversations(row) {
    const rating = row.conversation_rating as Row | null;
    const teammate = rating?.teammate as Row | null | undefined;
    return teammate?.type === 'workflow' ? { ...row, conversation_rating: { ...rating, teammate: null } } : row;
  },
  contact_attributes: (row) => (row.data_type === 'datetime' ? { ...row, data_type: 'date' } : row),
};

/** The rows that the stream must end up with. */
export function expectedRows(stream: string, workspace: Workspace, { start, version }: View): Row[] {
  const chosen = chosenBy[stream];
  const older = version === '2.16' ? before217[stream] : undefined;
  return (
    rowsOf[stream]!(workspace)
      // What does not say when it was is never left out.
      .filter((row) => chosen === undefined || row[chosen] === undefined || Number(row[chosen]) >= start)
      .map((row) => (older ? older(row) : row))
  );
}

/**
 * Exception 1. What of a record Intercom changes without touching the record's `updated_at`, so that no incremental read can
 * see it: copies of other objects, and counts. A full refresh brings it, and then it is compared as well.
 */
export const untouched: Record<string, { why: string; strip(row: Row): Row }> = {
  companies: {
    why: 'a company does not change when its people, its segments, the names of its tags or the authors of its notes do',
    strip: ({ user_count, segments, notes, ...row }) => ({
      ...row,
      tags: within({ ...row }, 'tags', 'tags').map(({ id }) => id),
    }),
  },
  conversations: {
    why: 'a conversation does not change with its company, the names of its tags, or the deletion of its people',
    strip: ({ company, contacts, conversation_rating, ...row }) => ({
      ...row,
      tags: within({ ...row }, 'tags', 'tags').map(({ id, applied_at }) => ({ id, applied_at })),
      contacts: within({ contacts }, 'contacts', 'contacts').map(({ id }) => id),
      conversation_rating: conversation_rating && { ...(conversation_rating as Row), contact: null },
    }),
  },
  conversation_parts: {
    why: 'a conversation does not change when a tag of its parts is renamed or deleted',
    strip: ({ tags, ...row }) => row,
  },
  tickets: {
    why: 'a ticket does not change with the deletion of its people',
    strip: ({ contacts, ...row }) => ({
      ...row,
      contacts: within({ contacts }, 'contacts', 'contacts').map(({ id }) => id),
    }),
  },
  segments: {
    why: 'how many are in a segment is computed when it is asked for',
    strip: ({ count, ...row }) => row,
  },
};

const withoutTimes = ({
  updated_at,
  contact_updated_at,
  company_updated_at,
  conversation_updated_at,
  ...row
}: Row): Row => row;

/**
 * What of a row the comparison leaves out; undefined where it leaves out nothing. `wholly`: the stream was read whole in the end.
 */
export function stripOf(stream: string, view: View, wholly: boolean): ((row: Row) => Row) | undefined {
  const strips: ((row: Row) => Row)[] = [];
  // A version that was shown at a later time than its own stays, and with it what it showed of other objects.
  const unmentioned = wholly && !view.falseTimes ? undefined : untouched[stream]?.strip;
  if (unmentioned) strips.push(unmentioned);
  // A conversation does not change with the version by which it is asked for.
  if (stream === 'conversations' && view.versionChanged && !wholly)
    strips.push(({ conversation_rating: rating, ...row }) => ({
      ...row,
      conversation_rating: rating && { ...(rating as Row), teammate: null },
    }));
  if (view.untimed && stream === 'deleted_conversations') strips.push(({ deleted_at, ...row }) => row);
  if (view.falseTimes) strips.push(withoutTimes);
  return strips.length === 0 ? undefined : (row) => strips.reduce((stripped, strip) => strip(stripped), row);
}

/**
 * Exception 2. Rows of records that are gone without any feed that tells it: incremental reads keep them, a full refresh
 * drops them.
 */
export const unmentioned: Record<string, string> = {
  companies: 'nothing lists deleted companies',
  tickets: 'nothing lists deleted tickets',
  segments: 'nothing lists deleted segments',
};

/** Exception 3. The same, where the Preview version is refused: it alone has the feed of what happened to contacts. */
export const unmentionedWithoutPreview: Record<string, string> = {
  contacts: 'a deleted contact is told by the contact activities only',
  users: 'a deleted contact is told by the contact activities only',
  leads: 'a deleted contact is told by the contact activities only',
  contact_merges: 'a deleted contact is told by the contact activities only',
};

/**
 * Exception 4. Contacts that were archived or blocked, and may have come back as they were: no feed tells either. A full check,
 * or a full refresh, finds it, and after it there is no exception.
 */
export function isVanished(stream: string, row: Row, { vanished }: View): boolean {
  return stream in unmentionedWithoutPreview && vanished?.has(String(row.contact_id ?? row.id)) === true;
}

/**
 * Exception 5. A conversation that twice was answered to be gone counts as gone, unless its neighbours are answered so as well: its
 * parts are not read before it changes.
 */
export const isDenied = (stream: string, row: Row, { denied }: View): boolean =>
  stream === 'conversation_parts' && denied?.has(String(row.conversation_id)) === true;
