import type { Exceptions } from './contract.ts';
import type { Oracle } from './oracle.ts';

const times: Exceptions = Object.fromEntries(
  ['initiated_at', 'answered_at', 'ended_at', 'created_at', 'updated_at'].map((name) => [
    `${name}: epoch, documented as json`,
    'unix seconds or ISO 8601 in the document',
  ]),
);

const unmentioned = 'nothing lists deleted calls';

export const calls: Record<string, Oracle> = {
  calls: {
    contract: { schema: 'call', exceptions: times },
    asks: ['GET /calls'],
    asksById: '/calls/:id',
    rows: (workspace) =>
      [...workspace.calls.values()].map(({ transcript, transcript_status, ...call }) => ({ type: 'call', ...call })),
    chosenBy: 'updated_at',
    unmentioned,
  },
  call_transcripts: {
    contract: { undocumented: 'the document says of an entry only that it is an object' },
    asks: ['GET /calls', 'POST /calls/search'],
    rows: (workspace) =>
      [...workspace.calls.values()].flatMap(({ id, updated_at, conversation_id, transcript, transcript_status }) =>
        // It is found by the conversation alone.
        (conversation_id ? transcript : []).map((entry, position) => ({
          call_id: id,
          call_updated_at: updated_at,
          position,
          transcript_status,
          entry,
        })),
      ),
    chosenBy: 'call_updated_at',
    unmentioned,
  },
};
