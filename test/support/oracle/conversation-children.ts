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
};
