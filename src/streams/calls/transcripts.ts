/** What was said in calls: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls/listcallswithtranscripts */
import { described, int, object, text } from '../../core/columns/columns.ts';
import { itemsOf } from '../../intercom/readers/paging.ts';
import { childRows, childStream } from '../common/children.ts';
import { entitiesAt, isEntity, isId } from '../common/entity.ts';
import { unlessGone } from '../common/gone.ts';
import type { Detail } from '../stream.ts';
import { callPath, calls } from './calls.ts';

const path = '/calls/search';

/** The call with its transcript, which is found by the call's conversation. An empty object where the conversation does not show the call. */
const transcriptDetail: Detail = {
  name: 'call_transcript',
  needed: ({ conversation_id }) => isId(conversation_id),
  async fetch({ client }, { id, conversation_id }, priority = 'detail') {
    return unlessGone(async () => {
      // One that is asked for again is known by its id alone.
      const conversation = conversation_id ?? (await client.get(callPath(String(id)), { priority })).conversation_id;
      if (!isId(conversation)) return { transcript: [] };
      const body = await client.post(path, { conversation_ids: [String(conversation)] }, { priority });
      const found = itemsOf(body, 'data', path).filter(isEntity);
      return found.find((call) => String(call.id) === String(id)) ?? {};
    });
  },
};

export const callTranscripts = childStream(calls, 'call', {
  name: 'call_transcripts',
  description: 'What was said in the calls: one row for each entry of a transcript, as of when the call last changed.',
  since: '2.14',
  cost: 'a request per call',
  primaryKey: ['call_id', 'position'],
  columns: {
    position: described(int, 'Its place in the transcript, from 0.'),
    transcript_status: text,
    entry: described(object({}), 'As Intercom gives it: the reference does not say what its fields are.'),
  },
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
