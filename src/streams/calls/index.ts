import type { Family } from '../stream.ts';
import { calls } from './calls.ts';
import { callTranscripts } from './transcripts.ts';

export const callsFamily: Family = {
  name: 'calls',
  title: 'Calls',
  streams: [calls, callTranscripts],
};
