import { createOne } from '../../engine/listing.ts';
import { recently, type Seeding } from '../../engine/seeding.ts';
import { contacts } from '../contacts/tables.ts';
import { conversations } from '../conversations/tables.ts';
import { admins } from '../people/admins.ts';
import { calls } from './calls.ts';

const said = ['Hello, how can I help?', 'I can not log in.', 'I will send you a link.', 'Great, thanks.'];

/** More than two pages: some without a conversation, some of one and the same, some with a transcript. */
export function seedCalls(seeding: Seeding): void {
  const { store, random } = seeding;
  const conversationIds = [...store.get(conversations).all.keys()].slice(0, 20);
  const contactIds = [...store.get(contacts).all.keys()];
  const adminIds = [...store.get(admins).keys()];
  for (let i = 0; i < 55; i++) {
    const created_at = recently(seeding);
    const isAnswered = i % 4 !== 3;
    const hasTranscript = isAnswered && i % 3 !== 2;
    const urlOf = (what: string): string => `https://api.intercom.io/calls/${i}/${what}`;
    createOne(store, calls, {
      conversation_id: i % 7 === 6 ? null : (conversationIds[i % 20] ?? null),
      admin_id: isAnswered ? random.pick(adminIds) : null,
      contact_id: contactIds[i] ?? null,
      state: isAnswered ? 'completed' : 'missed',
      initiated_at: created_at,
      answered_at: isAnswered ? created_at + 9 : undefined,
      ended_at: created_at + 90,
      created_at,
      updated_at: created_at + 91,
      direction: random.pick(['inbound', 'outbound']),
      ended_reason: isAnswered ? 'completed' : 'no_answer',
      recording_url: isAnswered ? urlOf('recording') : null,
      transcription_url: hasTranscript ? urlOf('transcript') : null,
      fin_recording_url: i === 1 ? urlOf('fin_recording') : null,
      fin_transcription_url: i === 1 ? urlOf('fin_transcript') : null,
      transcript: hasTranscript ? said.map((text, at) => ({ speaker: at % 2 === 0 ? 'admin' : 'user', text, at })) : [],
      transcript_status: hasTranscript ? 'completed' : null,
    });
  }
}
