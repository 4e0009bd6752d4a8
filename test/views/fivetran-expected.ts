/** What each view of the style fivetran must hold, worked out from the simulated workspace by code that knows neither SQL nor src/views. */
import type { Row } from '../../src/core/events.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import { oracleOf } from '../support/oracle/index.ts';

export type Cell = string | number | boolean | null;
export type Type = 'text' | 'ref' | 'int' | 'num' | 'bool' | 'time' | 'json';

interface Expected {
  /** The streams that fill it. */
  streams: string[];
  /** Each column as `name:type`, and with `=path` where it is called otherwise in the object: `plan_id:text=plan.id`. */
  columns: string;
  /** Whether it tells a history. */
  history: boolean;
  /** Makes rows of the streams' rows. Default: they are the rows. */
  rows?(byStream: Row[][], workspace: Workspace): Row[];
}

const of = (stream: string, columns: string): Expected => ({ streams: [stream], columns, history: false });
const history = (stream: string, columns: string): Expected => ({ streams: [stream], columns, history: true });

/** A row for each item of a list, `item`, with its place. */
const each =
  (list: string): Expected['rows'] =>
  ([rows]) =>
    rows!.flatMap((row) => ((at(row, list) ?? []) as unknown[]).map((item, index) => ({ ...row, item, index })));
/** The same where items are plain: each that is there once. */
const eachOnce =
  (list: string): Expected['rows'] =>
  (byStream) =>
    byStream
      .flat()
      .flatMap((row) =>
        [...new Set((at(row, list) ?? []) as unknown[])]
          .filter((item) => item !== null)
          .map((item) => ({ ...row, item })),
      );

const app = (system: string) =>
  `${['app_name', 'app_version', 'device', 'os_version', 'sdk_version'].map((name) => `${system}_${name}:text`).join(' ')} ${system}_last_seen_at:time`;
const ofConversation = 'conversation_id:text conversation_updated_at:time';
const attribute =
  'model:text name:text id:text type:text full_name:text label:text description:text data_type:text api_writable:bool messenger_writable:bool ui_writable:bool custom:bool archived:bool admin_id:ref created_at:time updated_at:time';
const seconds = [
  'time_to_assignment time_to_admin_reply time_to_first_close time_to_last_close median_time_to_reply count_reopens',
  'count_assignments count_conversation_parts handling_time adjusted_handling_time',
].flatMap((names) => names.split(' '));
const moments = [
  'first_contact_reply_at first_assignment_at first_admin_reply_at first_close_at last_assignment_at',
  'last_assignment_admin_reply_at last_contact_reply_at last_admin_reply_at last_close_at',
].flatMap((names) => names.split(' '));
const statistics = [
  ...seconds.map((name) => `statistics_${name}:int=statistics.${name}`),
  ...moments.map((name) => `statistics_${name}:time=statistics.${name}`),
  'statistics_last_closed_by_id:ref=statistics.last_closed_by_id',
].join(' ');

export const expected: Record<string, Expected> = {
  admin: of(
    'admins',
    'id:text name:text email:text job_title:text away_mode_enabled:bool away_mode_reassigned:bool=away_mode_reassign has_inbox_seat:bool',
  ),
  team: of('teams', 'id:text name:text'),
  team_admin: of('team_admins', 'team_id:text admin_id:text'),
  team_admin_priority_level: of('team_admins', 'team_id:text admin_id:text priority:text=priority_level'),
  admin_activity_log: of(
    'activity_logs',
    'id:text performed_by_id:ref=performed_by.id performed_by_type:text=performed_by.type performed_by_ip:text=performed_by.ip activity_type:text activity_description:text metadata:json created_at:time',
  ),
  call: {
    streams: ['calls', 'call_transcripts'],
    history: false,
    columns:
      'id:text admin_id:ref contact_id:ref conversation_id:ref type:text call_type:text direction:text state:text phone:text ended_reason:text initiated_at:time answered_at:time ended_at:time created_at:time updated_at:time recording_url:text transcription_url:text transcript_status:text fin_recording_url:text fin_transcription_url:text',
    rows: ([calls, entries]) =>
      calls!.map((call) => ({
        ...call,
        transcript_status: entries!.find(({ call_id }) => call_id === call.id)?.transcript_status,
      })),
  },
  tag: of('tags', 'id:text name:text'),
  segment: of('segments', 'id:text type:text name:text person_type:text count:int created_at:time updated_at:time'),
  data_attribute: {
    ...of('contact_attributes', attribute),
    streams: ['contact_attributes', 'company_attributes'],
    rows: (byStream) => byStream.flat(),
  },
  data_attribute_option: {
    ...of('', 'value:text=item data_attribute_model:text=model data_attribute_name:text=name'),
    streams: ['contact_attributes', 'company_attributes'],
    rows: eachOnce('options'),
  },
  subscription_type: of(
    'subscription_types',
    'id:text type:text state:text consent_type:text default_translation_name:text=default_translation.name default_translation_description:text=default_translation.description default_translation_locale:text=default_translation.locale',
  ),
  subscription_type_content_type: {
    ...of('subscription_types', 'value:text=item subscription_type_id:text=id'),
    rows: eachOnce('content_types'),
  },
  subscription_type_translation: {
    ...of(
      'subscription_types',
      'name:text=item.name subscription_type_id:text=id description:text=item.description locale:text=item.locale',
    ),
    rows: each('translations'),
  },
  contact_history: history(
    'contacts',
    `id:text admin_id:ref=owner_id external_id:text workspace_id:text role:text name:text email:text phone:text formatted_phone:text avatar:text=avatar.image_url created_at:time updated_at:time signed_up_at:time last_seen_at:time last_replied_at:time last_contacted_at:time last_email_opened_at:time last_email_clicked_at:time has_hard_bounced:bool marked_email_as_spam:bool unsubscribed_from_emails:bool enabled_push_messaging:bool language_override:text browser:text browser_language:text browser_version:text os:text location_city:text=location.city location_country:text=location.country location_region:text=location.region ${app('android')} ${app('ios')} referrer:text utm_campaign:text utm_content:text utm_medium:text utm_source:text utm_term:text`,
  ),
  contact_company_history: history('contact_companies', 'contact_id:text contact_updated_at:time company_id:text=id'),
  contact_tag_history: history('contact_tags', 'contact_id:text contact_updated_at:time tag_id:text=id'),
  contact_segment_history: history('contact_segments', 'contact_id:text contact_updated_at:time segment_id:text=id'),
  contact_subscription_history: {
    streams: ['contact_subscriptions', 'subscription_types'],
    history: true,
    columns: 'contact_id:text contact_updated_at:time subscription_id:text=id consent_type:text',
    rows: ([memberships, kinds]) =>
      memberships!.map((one) => ({ ...one, consent_type: kinds!.find(({ id }) => id === one.id)?.consent_type })),
  },
  contact_social_profile_history: {
    ...history('contacts', 'name:text=item.name user_id:text=id user_updated_at:time=updated_at url:text=item.url'),
    rows: each('social_profiles.data'),
  },
  contact_data_event: of(
    'data_events',
    'id:text intercom_user_id:ref user_id:text type:text event_name:text email:text created_at:time',
  ),
  company_history: history(
    'companies',
    'id:text company_id:text app_id:text name:text website:text industry:text plan_id:text=plan.id plan_name:text=plan.name monthly_spend:num size:int session_count:int user_count:int created_at:time updated_at:time remote_created_at:time last_request_at:time',
  ),
  company_tag_history: history('company_tags', 'company_id:text company_updated_at:time tag_id:text=id'),
  company_segment_history: history('company_segments', 'company_id:text company_updated_at:time segment_id:text=id'),
  conversation_history: {
    ...history(
      'conversations',
      [
        'id:text title:text created_at:time updated_at:time waiting_since:time snoozed_until:time state:text open:bool read:bool priority:text',
        'assignee_id:ref=admin_assignee_id assignee_type:text team_assignee_id:ref company_id:ref=company.id sla_name:text=sla_applied.sla_name sla_status:text=sla_applied.sla_status',
        'first_contact_reply_created_at:time=first_contact_reply.created_at first_contact_reply_type:text=first_contact_reply.type first_contact_reply_url:text=first_contact_reply.url',
        'conversation_rating_value:int=conversation_rating.rating conversation_rating_remark:text=conversation_rating.remark conversation_rating_created_at:time=conversation_rating.created_at',
        'conversation_rating_contact_id:ref=conversation_rating.contact.id conversation_rating_teammate_id:ref=conversation_rating.teammate.id',
        'source_type:text=source.type source_id:text=source.id source_delivered_as:text=source.delivered_as source_subject:text=source.subject source_body:text=source.body source_url:text=source.url source_redacted:bool=source.redacted',
        'source_author_id:ref=source.author.id source_author_type:text=source.author.type source_author_name:text=source.author.name source_author_email:text=source.author.email',
        statistics,
        'ai_agent_participated:bool ai_agent_source_type:text=ai_agent.source_type ai_agent_source_title:text=ai_agent.source_title ai_agent_last_answer_type:text=ai_agent.last_answer_type ai_agent_resolution_state:text=ai_agent.resolution_state',
        'ai_agent_rating:int=ai_agent.rating ai_agent_rating_remark:text=ai_agent.rating_remark ai_agent_created_at:time=ai_agent.created_at ai_agent_updated_at:time=ai_agent.updated_at',
      ].join(' '),
    ),
    rows: ([rows]) => rows!.map((row) => ({ ...row, assignee_type: row.admin_assignee_id ? 'admin' : null })),
  },
  conversation_contact_history: history('conversation_contacts', `${ofConversation} contact_id:text=id`),
  conversation_admin_history: history('conversation_teammates', `${ofConversation} admin_id:text=id`),
  conversation_tag_history: history('conversation_tags', `${ofConversation} tag_id:text=id`),
  conversation_topic_history: history('conversation_topics', `${ofConversation} id:text type:text name:text`),
  conversation_ai_agent_content_source: {
    ...of(
      'conversations',
      'index:int conversation_id:text=id content_type:text=item.content_type title:text=item.title url:text=item.url locale:text=item.locale',
    ),
    rows: each('ai_agent.content_sources.content_sources'),
  },
  conversation_part_history: history(
    'conversation_parts',
    `id:text ${ofConversation} part_type:text body:text author_id:ref=author.id author_type:text=author.type assigned_to_id:ref=assigned_to.id assigned_to_type:text=assigned_to.type state:text created_at:time updated_at:time notified_at:time app_package_code:text email_message_metadata_subject:text=email_message_metadata.subject`,
  ),
  conversation_part_attachment_history: history(
    'conversation_part_attachments',
    'conversation_part_id:text conversation_part_updated_at:time=conversation_updated_at url:text name:text',
  ),
  conversation_part_tag_history: history(
    'conversation_part_tags',
    'conversation_part_id:text conversation_part_updated_at:time=conversation_updated_at tag_id:text=id',
  ),
  email_address_header: {
    ...of(
      'conversation_parts',
      '_fivetran_id:text conversation_part_id:text=id type:text=item.type email_address:text=item.email_address name:text=item.name',
    ),
    rows: (byStream, workspace) =>
      each('email_message_metadata.email_address_headers')!(byStream, workspace).map((row) => ({
        ...row,
        _fivetran_id: `${row.id}-${row.index}`,
      })),
  },
  ticket_history: history(
    'tickets',
    'id:text ticket_id:text type:text category:text ticket_type_id:ref=ticket_type.id ticket_state_id:ref=ticket_state.id ticket_state:text=ticket_state.category ticket_state_internal_label:text=ticket_state.internal_label ticket_state_external_label:text=ticket_state.external_label admin_assignee_id:ref team_assignee_id:ref open:bool is_shared:bool created_at:time updated_at:time snoozed_until:time linked_objects_total_count:int=linked_objects.total_count linked_objects_has_more:bool=linked_objects.has_more ticket_parts_total_count:int=ticket_parts.total_count',
  ),
  ticket_part_history: history(
    'ticket_parts',
    'id:text ticket_id:text type:text part_type:text body:text ticket_state:text previous_ticket_state:text author_id:ref=author.id author_type:text=author.type author_name:text=author.name author_email:text=author.email assigned_to_id:ref=assigned_to.id assigned_to_type:text=assigned_to.type external_id:text redacted:bool app_package_code:text created_at:time updated_at:time',
  ),
  ticket_part_attachment_history: {
    ...history(
      'ticket_parts',
      'index:int ticket_id:text ticket_part_id:text=id type:text=item.type name:text=item.name url:text=item.url content_type:text=item.content_type filesize:int=item.filesize width:int=item.width height:int=item.height',
    ),
    rows: each('attachments'),
  },
  ticket_contact_history: history('ticket_contacts', 'id:text ticket_id:text type:text external_id:text'),
  ticket_link_history: history('ticket_links', 'id:text ticket_id:text type:text category:text'),
  ticket_state: of(
    'ticket_states',
    'id:text type:text category:text internal_label:text external_label:text archived:bool',
  ),
  ticket_type_history: history(
    'ticket_types',
    'id:text type:text category:text name:text description:text icon:text workspace_id:ref archived:bool created_at:time updated_at:time',
  ),
  ticket_type_attribute_history: history(
    'ticket_type_attributes',
    'id:text ticket_type_id:text workspace_id:ref type:text name:text description:text data_type:text input_options:json order:int required_to_create:bool required_to_create_for_contacts:bool visible_on_create:bool visible_to_contacts:bool default:bool archived:bool created_at:time updated_at:time',
  ),
  article_history: {
    streams: ['articles', 'article_statistics'],
    history: true,
    columns:
      'id:text workspace_id:ref collection_id:ref=parent_ids.0 section_id:text=_none parent_type:text=_none author_id:ref type:text state:text title:text description:text body:text url:text default_locale:text created_at:time updated_at:time statistics_type:text=figures.type statistics_views:int=figures.views statistics_conversations:int=figures.conversions statistics_reactions:int=figures.reactions statistics_happy_reaction_percentage:num=figures.happy_reaction_percentage statistics_neutral_reaction_percentage:num=figures.neutral_reaction_percentage statistics_sad_reaction_percentage:num=figures.sad_reaction_percentage',
    rows: ([articles, figures]) =>
      articles!.map((row) => ({ ...row, figures: figures!.find(({ article_id }) => article_id === row.id) })),
  },
  collection_history: history(
    'collections',
    'id:text workspace_id:ref help_center_id:ref parent_id:ref type:text=_none name:text description:text icon:text url:text order:int default_locale:text created_at:time updated_at:time',
  ),
  help_center_history: history(
    'help_centers',
    'id:text workspace_id:ref identifier:text display_name:text website_turned_on:bool created_at:time updated_at:time',
  ),
  news_item_history: history(
    'news_items',
    'id:text workspace_id:ref sender_id:ref type:text state:text title:text body:text cover_image_url:text deliver_silently:bool created_at:time updated_at:time',
  ),
  news_item_label_history: {
    ...history('news_items', 'value:text=item news_item_id:text=id'),
    rows: eachOnce('labels'),
  },
  news_item_reaction_history: {
    ...history('news_items', 'value:text=item news_item_id:text=id'),
    rows: eachOnce('reactions'),
  },
  newsfeed_history: history('newsfeeds', 'id:text type:text name:text created_at:time updated_at:time'),
  newsfeed_assignment: {
    ...of('news_items', 'news_item_id:text=id newsfeed_id:text=item.newsfeed_id published_at:time=item.published_at'),
    rows: each('newsfeed_assignments'),
  },
};

export interface Column {
  name: string;
  type: Type;
  path: string;
}

export const columnsOf = (view: string): Column[] =>
  expected[view]!.columns.split(' ').map((written) => {
    const [, name, type, path] = /^(\w+):(\w+)(?:=(.+))?$/.exec(written)!;
    return { name: name!, type: type as Type, path: path ?? name! };
  });

/** The rows of a view, each in the order of `columnsOf`, sorted. */
export function rowsOf(view: string, workspace: Workspace): Cell[][] {
  const { streams, rows = ([first]) => first! } = expected[view]!;
  const byStream = streams.map((stream) => oracleOf(stream).rows(workspace));
  return sorted(
    rows(byStream, workspace).map((row) => columnsOf(view).map(({ type, path }) => cellOf(type, at(row, path)))),
  );
}

export const sorted = (rows: Cell[][]): Cell[][] =>
  rows
    .map((row) => [JSON.stringify(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row);

function at(row: Row, path: string): unknown {
  let value: unknown = row;
  for (const field of path.split('.')) value = (value as Row | null | undefined)?.[field];
  return value;
}

function cellOf(type: Type, value: unknown): Cell {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'time':
      return new Date(Number(value) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    case 'ref':
      return value === 0 || value === '0' || value === '' ? null : String(value);
    case 'text':
      return String(value);
    case 'json':
      return JSON.stringify(inOrder(value));
    default:
      return value as Cell;
  }
}

/** Databases keep the fields of an object in an order of their own. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, inOrder(inner)]),
  );
}
