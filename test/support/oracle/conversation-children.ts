/** What is inside of conversations, or below them. */
import type { Row } from '../../../src/core/events.ts';
import type { Workspace } from '../../../src/simulator/index.ts';
import { type Exceptions, notDocumented, parent } from './contract.ts';
import { mostParts } from './conversations.ts';
import { type Oracle, within } from './oracle.ts';

type Conversation = Workspace['conversations'] extends ReadonlyMap<string, infer One> ? One : never;
type Part = Conversation['parts'][number];

/** The rows of each conversation that the token may see: of what search shows of it, and of all that is known of it. */
const ofEach =
  (rowsOf: (shown: Row, known: Conversation, workspace: Workspace) => Row[]) =>
  (workspace: Workspace): Row[] =>
    workspace.truth('conversations').flatMap((shown) =>
      rowsOf(shown, workspace.conversations.get(String(shown.id))!, workspace).map((row) => ({
        ...row,
        conversation_id: shown.id,
        conversation_updated_at: shown.updated_at,
      })),
    );

const search = 'POST /conversations/search';
const added = (columns: string): Exceptions => ({ ...parent('conversation'), ...notDocumented(columns, 'we add it') });

const inline = (schema: string, field: string, list: string, special: Partial<Oracle> = {}): Oracle => ({
  contract: { schema, exceptions: parent('conversation') },
  asks: [search],
  rows: ofEach((shown) => within(shown, field, list)),
  chosenBy: 'conversation_updated_at',
  ...special,
});

/** The parts that the API gives, with a row for each of what they hold. */
const ofEachPart = (rowsOf: (part: Part, workspace: Workspace) => Row[]) =>
  ofEach((_, { parts }, workspace) =>
    parts
      .slice(-mostParts)
      .flatMap((part) => rowsOf(part, workspace).map((row) => ({ ...row, conversation_part_id: part.id }))),
  );

const tagsOf = ({ tag_ids }: Part, { tags }: Workspace): Row[] =>
  tag_ids.flatMap((id) => (tags.has(id) ? [{ type: 'tag', ...tags.get(id) }] : []));

const sidePart = (part: Part, workspace: Workspace): Row => {
  const { tag_ids, ...plain } = part;
  return { type: 'conversation_part', ...plain, tags: tagsOf(part, workspace) };
};

const sideConversations: Pick<Oracle, 'asks' | 'chosenBy'> = {
  asks: [search, 'GET /conversations/:id/side_conversations'],
  chosenBy: 'conversation_updated_at',
};

/** The results of a conversation, of each `key` from 1 on in the order of their times, those without one last. */
function counted(results: Row[], key: string): Row[] {
  const timeOf = ({ evaluated_at }: Row) => Number(evaluated_at ?? Number.MAX_SAFE_INTEGER);
  const isBefore = (one: number, other: number): boolean => {
    const [a, b] = [timeOf(results[one]!), timeOf(results[other]!)];
    return a < b || (a === b && one < other);
  };
  return results.map((result, i) => {
    const before = results.filter((other, j) => other[key] === result[key] && isBefore(j, i));
    return { ...result, position: before.length + 1 };
  });
}

const quality = (schema: string, field: 'monitor_evaluations' | 'scorecards', key: string): Oracle => ({
  contract: { schema, exceptions: added('position') },
  asks: [search],
  rows: ofEach((_, known) => counted(known[field], key)),
  chosenBy: 'conversation_updated_at',
});

export const conversationChildren: Record<string, Oracle> = {
  conversation_contacts: inline('contact_reference', 'contacts', 'contacts', {
    untouched: {
      why: 'a conversation does not change with its people',
      strip: ({ external_id, ...row }) => row,
    },
  }),
  conversation_teammates: inline('reference', 'teammates', 'admins'),
  conversation_tags: inline('tag', 'tags', 'tags', {
    untouched: { why: 'a conversation does not change when a tag is renamed', strip: ({ name, ...row }) => row },
  }),
  conversation_topics: inline('', 'topics', 'topics', {
    contract: { undocumented: 'only in examples of the document, where they are empty' },
  }),
  conversation_links: {
    contract: { schema: 'linked_object', exceptions: added('_links_truncated') },
    asks: [search],
    rows: ofEach((shown) =>
      within(shown, 'linked_objects', 'data').map((link) => ({ ...link, _links_truncated: false })),
    ),
    chosenBy: 'conversation_updated_at',
  },
  conversation_part_attachments: {
    contract: { schema: 'part_attachment', exceptions: added('conversation_part_id position') },
    asks: [search, 'GET /conversations/:id'],
    rows: ofEachPart(({ attachments }) => attachments.map((file, i) => ({ ...file, position: i + 1 }))),
    chosenBy: 'conversation_updated_at',
  },
  conversation_part_tags: {
    contract: { schema: 'tag_basic', exceptions: added('conversation_part_id') },
    asks: [search, 'GET /conversations/:id'],
    rows: ofEachPart(tagsOf),
    chosenBy: 'conversation_updated_at',
    untouched: {
      why: 'a conversation does not change when a tag of its parts is renamed',
      strip: ({ name, ...row }) => row,
    },
    unmentioned: 'a conversation does not change when a tag of its parts is deleted',
  },
  side_conversations: {
    ...sideConversations,
    contract: { schema: 'side_conversation_summary', exceptions: parent('conversation') },
    rows: ofEach(({ id }, _, workspace) =>
      (workspace.sideConversations.get(String(id)) ?? []).map((side) => ({
        side_conversation_id: side.id,
        total_count: side.parts.length,
        conversation_parts: side.parts.slice(-mostParts).map((part) => sidePart(part, workspace)),
      })),
    ),
    untouched: {
      why: 'a conversation does not change when a tag of a part beside it is renamed or deleted',
      strip: ({ conversation_parts: parts, ...row }) => ({
        ...row,
        conversation_parts: (parts as Row[]).map(({ tags, ...part }) => part),
      }),
    },
  },
  side_conversation_parts: {
    ...sideConversations,
    contract: {
      schema: 'conversation_part',
      exceptions: added('side_conversation_id side_conversation_total_parts _parts_truncated'),
    },
    rows: ofEach(({ id }, _, workspace) =>
      (workspace.sideConversations.get(String(id)) ?? []).flatMap((side) =>
        side.parts.slice(-mostParts).map((part) => ({
          ...sidePart(part, workspace),
          side_conversation_id: side.id,
          side_conversation_total_parts: side.parts.length,
          _parts_truncated: side.parts.length > mostParts,
        })),
      ),
    ),
    untouched: {
      why: 'a conversation does not change when a tag of a part beside it is renamed or deleted',
      strip: ({ tags, ...row }) => row,
    },
    neverFilled: {
      email_message_metadata: 'teammates write no mails beside a conversation',
      metadata: 'quick replies are for contacts',
      event_details: 'the simulator has comments only beside a conversation',
    },
  },
  conversation_handling_events: {
    contract: { schema: 'handling_event', exceptions: added('position') },
    asks: [search, 'GET /conversations/:id/handling_events'],
    rows: ofEach(({ id }, _, { handlingEvents }) =>
      (handlingEvents.get(String(id)) ?? []).map((event, i) => ({ ...event, position: i + 1 })),
    ),
    chosenBy: 'conversation_updated_at',
  },
  conversation_monitor_evaluations: quality('conversation_monitor_evaluation', 'monitor_evaluations', 'monitor_id'),
  conversation_scorecards: quality('conversation_scorecard', 'scorecards', 'scorecard_id'),
};
