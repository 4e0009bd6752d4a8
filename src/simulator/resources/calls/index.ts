/** Phone calls and their transcripts. The reference names no permission for them. */
import { apiError } from '../../engine/api-error.ts';
import { isObject, type JsonObject } from '../../engine/json.ts';
import { oneRoute } from '../../engine/listing.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call as ApiCall, Route } from '../../engine/route.ts';
import { type Call, calls, withTranscript } from './calls.ts';

export { seedCalls as seed } from './seed.ts';

export const resources = { calls };

const asked = { scope: 'read_calls', since: '2.14' };
const mostConversations = 20;

export const routes: Route[] = [
  { method: 'GET', path: '/calls', ...asked, respond: listed },
  { method: 'POST', path: '/calls/search', ...asked, respond: searched },
  oneRoute(calls, { path: '/calls/:id', ...asked }),
];

/** Newest first, so that pages move while they are read. */
function listed(call: ApiCall): JsonObject {
  const newestFirst = [...call.store.get(calls).values()].reverse();
  const { items, ...rest } = numberedPage(call, newestFirst, { perPage: 25, max: 25 });
  return { type: 'list', data: items.map((one) => jsonOf(call, one)), ...rest };
}

/** @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls/listcallswithtranscripts */
function searched(call: ApiCall): JsonObject {
  const ids = isObject(call.body) && Array.isArray(call.body.conversation_ids) ? call.body.conversation_ids : [];
  if (ids.length === 0 || ids.length > mostConversations) {
    throw apiError(400, 'conversation_id_limit_exceeded', 'A list of up to 20 conversation IDs is required');
  }
  const found = [...call.store.get(calls).values()].filter(({ conversation_id }) => ids.includes(conversation_id));
  return { type: 'list', data: found.map((one) => withTranscript(jsonOf(call, one), one)) };
}

function jsonOf({ store, version }: ApiCall, one: Call): JsonObject {
  return calls.json(store, one, version);
}
