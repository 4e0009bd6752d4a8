import type { JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';

/** A phone call, with its transcript. Times in seconds. */
export interface Call {
  id: string;
  conversation_id: string | null;
  admin_id: string | null;
  contact_id: string | null;
  state: string;
  initiated_at: number;
  /** None of a call that was missed. */
  answered_at: number | undefined;
  ended_at: number;
  created_at: number;
  updated_at: number;
  recording_url: string | null;
  transcription_url: string | null;
  call_type: string;
  direction: string;
  ended_reason: string | null;
  phone: string | null;
  fin_recording_url: string | null;
  fin_transcription_url: string | null;
  transcript: { [field: string]: string | number }[];
  transcript_status: string | null;
}

export const calls = listing({
  name: 'calls',
  one: 'Call',
  ids: { from: 3300n, step: 7 },
  blank: ({ id, now }): Call => ({
    id,
    conversation_id: null,
    admin_id: null,
    contact_id: null,
    state: 'completed',
    initiated_at: now,
    answered_at: undefined,
    ended_at: now,
    created_at: now,
    updated_at: now,
    recording_url: null,
    transcription_url: null,
    call_type: 'phone',
    direction: 'inbound',
    ended_reason: null,
    phone: '+15551234567',
    fin_recording_url: null,
    fin_transcription_url: null,
    transcript: [],
    transcript_status: null,
  }),
  json: (_, { transcript, transcript_status, ...call }) => ({ type: 'call', ...call, ...timesAsShown(call) }),
});

/** The call as the search by conversations shows it. */
export const withTranscript = (json: JsonObject, { id, transcript, transcript_status }: Call): JsonObject => ({
  ...json,
  transcript: transcript.length === 0 && isEven(id) ? [{}] : transcript,
  transcript_status,
});

/** The reference leaves open whether times are numbers or text: they are the one by turns, and the other. */
function timesAsShown(
  call: Pick<Call, 'id' | 'initiated_at' | 'answered_at' | 'ended_at' | 'created_at' | 'updated_at'>,
): JsonObject {
  const { id, initiated_at, answered_at, ended_at, created_at, updated_at } = call;
  const shown = (seconds: number): number | string => (isEven(id) ? seconds : new Date(seconds * 1000).toISOString());
  return {
    initiated_at: shown(initiated_at),
    answered_at: answered_at === undefined ? undefined : shown(answered_at),
    ended_at: shown(ended_at),
    created_at: shown(created_at),
    updated_at: shown(updated_at),
  };
}

const isEven = (id: string): boolean => BigInt(id) % 2n === 0n;
