/** What was said in calls: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls/listcallswithtranscripts */
import { described, int, json, text } from '../../core/columns/columns.ts';
import { ConnectorError } from '../../core/errors.ts';
import { itemsOf } from '../../intercom/readers/paging.ts';
import { childColumns, childRows } from '../common/children.ts';
import { entitiesAt, isEntity, isId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { type Detail, defineStream } from '../stream.ts';
import { callPath, callScan } from './calls.ts';

const path = '/calls/search';

/** The call with its transcript, which is found by the call's conversation. An empty object where the conversation does not show the call. */
const transcriptDetail: Detail = {
  name: 'call_transcript',
  needed: ({ conversation_id }) => isId(conversation_id),
  async fetch({ client }, { id, conversation_id }, priority = 'detail') {
    try {
      // One that is asked for again is known by its id alone.
      const conversation = conversation_id ?? (await client.get(callPath(String(id)), { priority })).conversation_id;
      if (!isId(conversation)) return { transcript: [] };
      const body = await client.post(path, { conversation_ids: [String(conversation)] }, { priority });
      const found = itemsOf(body, 'data', path).filter(isEntity);
      return found.find((call) => String(call.id) === String(id)) ?? {};
    } catch (error) {
      // The call has gone since it was listed.
      if (error instanceof ConnectorError && error.code === 'not_found') return undefined;
      throw error;
    }
  },
};

export const callTranscripts = defineStream({
  name: 'call_transcripts',
  description: 'What was said in the calls: one row for each entry of a transcript, as of when the call last changed.',
  permission: permissions.conversations,
  since: '2.14',
  cost: 'a request per call',
  primaryKey: ['call_id', 'position'],
  cursor: 'call_updated_at',
  columns: childColumns('call', {
    position: described(int, 'Its place in the transcript, from 0.'),
    transcript_status: text,
    entry: described(json, 'As Intercom gives it: the reference does not say what its fields are.'),
  }),
  parent: { stream: 'calls', column: 'call_id' },
  scan: callScan,
  detail: transcriptDetail,
  rows: (call, detail) =>
    childRows(
      'call',
      call,
      // A call without a transcript has an empty list, or an empty entry.
      entitiesAt(detail, 'transcript')
        .filter((entry) => Object.keys(entry).length > 0)
        .map((entry, position) => ({ position, transcript_status: detail?.transcript_status ?? null, entry })),
    ),
  truncated: (_call, detail) => detail !== undefined && detail.transcript !== null && !Array.isArray(detail.transcript),
});
