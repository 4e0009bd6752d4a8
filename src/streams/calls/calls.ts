/** Phone calls: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls */
import { described, epoch, text, textReference } from '../../core/columns/columns.ts';
import { numberedPages } from '../../intercom/readers/numbered.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { secondsOf } from '../common/seconds.ts';
import { defineStream, type Scan } from '../stream.ts';

export const callPath = (id: string) => `/calls/${encodeURIComponent(id)}`;

const times = ['initiated_at', 'answered_at', 'ended_at', 'created_at', 'updated_at'] as const;

/** The reference leaves open whether a time is unix seconds or ISO 8601. Cursors and rows have seconds; what can't be read stays as it is. */
export function withSeconds(call: Entity): Entity {
  const given = times.filter((name) => typeof call[name] === 'string');
  if (given.length === 0) return call;
  return { ...call, ...Object.fromEntries(given.map((name) => [name, secondsOf(call[name]) ?? call[name]])) };
}

/** Nothing says in which order they come, and nothing filters them: each pass reads all. */
export const callScan: Scan = {
  name: 'calls',
  cursor: updatedAt,
  async *read(context) {
    for await (const calls of numberedPages(context, { path: '/calls', items: 'data', pageSize: 25 })) {
      yield { entities: calls.map(withSeconds) };
    }
  },
};

export const calls = defineStream({
  name: 'calls',
  description: 'The phone calls, with their states, times and recordings.',
  // The reference names none; a call is a part of a conversation.
  permission: permissions.conversations,
  since: '2.14',
  primaryKey: ['id'],
  byId: callPath,
  cursor: 'updated_at',
  columns: {
    type: text,
    id: text,
    conversation_id: described(textReference, 'The id of conversations; null where it has none.'),
    admin_id: described(textReference, 'The id of admins; null where no teammate took it.'),
    contact_id: described(textReference, 'The id of contacts; null where it is not known.'),
    state: described(text, 'Such as completed.'),
    initiated_at: epoch,
    answered_at: described(epoch, 'Null where no one answered.'),
    ended_at: epoch,
    created_at: epoch,
    updated_at: epoch,
    recording_url: described(text, 'Of the API: it asks for the token.'),
    transcription_url: described(text, 'Of the API: it asks for the token.'),
    call_type: described(text, 'Such as phone.'),
    direction: described(text, 'inbound or outbound.'),
    ended_reason: described(text, 'Null while it goes on.'),
    phone: described(text, 'In the international form.'),
    fin_recording_url: described(text, "Of Fin's part in it, at the API: it asks for the token."),
    fin_transcription_url: described(text, "Of Fin's part in it, at the API: it asks for the token."),
  },
  scan: callScan,
});
