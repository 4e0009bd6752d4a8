/** What monitors and scorecards found of conversations: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/searchconversations */
import type { Entity } from '../../intercom/readers/reader.ts';
import { childRows } from '../common/children.ts';
import { entitiesAt, isId, numberAt } from '../common/entity.ts';
import { inOrder, positionColumn } from '../common/positions.ts';
import type { Stream } from '../stream.ts';
import { ofEachConversation } from './child.ts';
import { monitorEvaluationColumns, scorecardColumns } from './columns.ts';
import { qualityScan } from './scan.ts';

const evaluatedAt = (result: Entity) => numberAt(result, 'evaluated_at');

/** The results that a conversation lists, those of each `key` counted by themselves: it may have several, and their times may be null. */
function resultsOf(conversation: Entity, field: string, key: string): Entity[] {
  const results = entitiesAt(conversation, field).filter((result) => isId(result[key]));
  const ids = [...new Set(results.map((result) => String(result[key])))];
  return ids.flatMap((id) =>
    inOrder(
      results.filter((result) => String(result[key]) === id),
      evaluatedAt,
    ),
  );
}

const ofQuality = (literal: Pick<Stream, 'name' | 'description' | 'columns'>, field: string, key: string): Stream =>
  ofEachConversation({
    ...literal,
    since: '2.16',
    cost: 'a search of all conversations',
    primaryKey: ['conversation_id', key, 'position'],
    scan: qualityScan,
    rows: (conversation) => childRows('conversation', conversation, resultsOf(conversation, field, key)),
    // The reference does not say whether a conversation without results has an empty list or none.
    truncated(conversation) {
      const listed = conversation[field];
      return !Array.isArray(listed) || resultsOf(conversation, field, key).length < listed.length;
    },
  });

export const conversationMonitorEvaluations = ofQuality(
  {
    name: 'conversation_monitor_evaluations',
    description:
      'What quality monitors flagged in conversations: one row each, as of when the conversation last changed.',
    columns: {
      position: positionColumn("of the monitor's evaluations, the oldest first,"),
      ...monitorEvaluationColumns,
    },
  },
  'monitor_evaluations',
  'monitor_id',
);

export const conversationScorecards = ofQuality(
  {
    name: 'conversation_scorecards',
    description: 'The scorecards of conversations: one row each, as of when the conversation last changed.',
    columns: { position: positionColumn("of the scorecard's results, the oldest first,"), ...scorecardColumns },
  },
  'scorecards',
  'scorecard_id',
);
