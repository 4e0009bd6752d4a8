/** The datasets: of conversations and of calls, in which an id names a row, and of ratings, in which nothing does. */
import type { Store } from '../../engine/store.ts';
import { type Call, calls } from '../calls/calls.ts';
import { companies } from '../companies/tables.ts';
import { contacts } from '../contacts/tables.ts';
import type { Conversation, Rating } from '../conversations/model.ts';
import { conversations } from '../conversations/tables.ts';
import { tags } from '../labels/tags.ts';
import { admins } from '../people/admins.ts';
import { teams } from '../people/teams.ts';
import { type ReportDataset, reportDataset } from './dataset.ts';

/** Reports show names where their ids say that there are ids. */
const teammate = (store: Store, id: string | number | null) =>
  id === null ? null : store.get(admins).get(String(id))?.name;
const team = (store: Store, id: number) => store.get(teams).get(String(id))?.name ?? 'Unassigned';

const allConversations = (store: Store): Conversation[] => [...store.get(conversations).all.values()];

/** Up to 2.15 only those to which a contact has said something. */
const isReported = ({ statistics }: Conversation, version: number): boolean =>
  version >= 216 || statistics.first_contact_reply_at !== null;

const conversation = reportDataset<Conversation>({
  id: 'conversation',
  name: 'Conversation',
  description: 'Conversation-level details: status, channel, assignee.',
  time: 'timestamp.conversation_started_at',
  all: (store, version) => allConversations(store).filter((one) => isReported(one, version)),
  attributes: [
    { qualified_id: 'standard.conversation_id', name: 'Conversation ID', value: ({ id }) => id },
    {
      qualified_id: 'timestamp.conversation_started_at',
      name: 'Conversation started at',
      value: ({ created_at }) => created_at,
    },
    {
      qualified_id: 'timestamp.conversation_last_closed_at',
      name: 'Last closed at',
      value: ({ statistics }) => statistics.last_close_at,
    },
    { qualified_id: 'standard.channel', name: 'Channel', value: ({ source }) => source.type },
    { qualified_id: 'standard.current_conversation_state', name: 'Current state', value: ({ state }) => state },
    {
      qualified_id: 'team.currently_assigned_team_id',
      name: 'Team currently assigned',
      value: ({ team_assignee_id: id }, store) => team(store, id),
    },
    {
      qualified_id: 'teammate.currently_assigned_teammate_id',
      name: 'Teammate currently assigned',
      value: ({ admin_assignee_id: id }, store) => teammate(store, id),
    },
    {
      qualified_id: 'duration.first_response_time',
      name: 'First response time (seconds)',
      value: ({ statistics }) => statistics.time_to_admin_reply,
    },
    {
      qualified_id: 'standard.conversation_tag_ids',
      name: 'Conversation tag',
      value: (one, store) => one.tags.map(({ id }) => store.get(tags).get(id)?.name).join(', '),
    },
    { qualified_id: 'standard.subject', name: 'Subject', value: ({ source }) => source.body },
    {
      qualified_id: 'people.region',
      name: 'Region',
      value: ({ contact_ids }, store) => store.get(contacts).all.get(contact_ids[0] ?? '')?.location.region,
    },
    {
      qualified_id: 'company.region',
      name: 'Region',
      value({ company_id }, store) {
        const region = store.get(companies).get(company_id ?? '')?.custom_attributes.region;
        return typeof region === 'string' ? region : null;
      },
    },
  ],
});

const call = reportDataset<Call>({
  id: 'call',
  name: 'Calls',
  description: 'Calls, their length and who answered them',
  time: 'timestamp.call_initiated_at',
  all: (store) => [...store.get(calls).values()],
  attributes: [
    { qualified_id: 'call.call_id', name: 'Call ID', value: ({ id }) => id },
    {
      qualified_id: 'standard.conversation_id',
      name: 'Conversation ID',
      value: ({ conversation_id }) => conversation_id,
    },
    {
      qualified_id: 'timestamp.call_initiated_at',
      name: 'Call initiated at',
      value: ({ initiated_at }) => initiated_at,
    },
    { qualified_id: 'call.call_direction', name: 'Call direction', value: ({ direction }) => direction },
    { qualified_id: 'call.call_state', name: 'Call state', value: ({ state }) => state },
    {
      qualified_id: 'duration.call_talk_time',
      name: 'Talk time',
      value: ({ answered_at, ended_at }) => (answered_at === undefined ? null : ended_at - answered_at),
    },
    {
      qualified_id: 'teammate.call_teammate_id',
      name: 'Teammate on the call',
      value: ({ admin_id }, store) => teammate(store, admin_id),
    },
  ],
});

const conversationRatingSent = reportDataset<{ of: Conversation; rating: Rating }>({
  id: 'conversation_rating_sent',
  name: 'CSAT survey sent',
  description: 'Each rating that was asked for',
  time: 'timestamp.rating_sent_at',
  all: (store) =>
    allConversations(store).flatMap((of) => (of.conversation_rating ? [{ of, rating: of.conversation_rating }] : [])),
  attributes: [
    { qualified_id: 'standard.conversation_id', name: 'Conversation ID', value: ({ of }) => of.id },
    { qualified_id: 'timestamp.rating_sent_at', name: 'Rating sent at', value: ({ rating }) => rating.created_at },
    {
      qualified_id: 'conversation-rating-sent.conversation_rating',
      name: 'Conversation rating',
      value: ({ rating }) => rating.rating,
    },
    {
      qualified_id: 'conversation-rating-sent.conversation_rating_remark',
      name: 'Remark',
      value: ({ rating }) => rating.remark,
    },
    {
      qualified_id: 'conversation-rating-sent.rated_teammate_id',
      name: 'Rated teammate',
      value: ({ rating: { teammate: rated } }, store) => (rated?.type === 'admin' ? teammate(store, rated.id) : null),
    },
  ],
});

export const datasets: readonly ReportDataset[] = [conversation, call, conversationRatingSent];
