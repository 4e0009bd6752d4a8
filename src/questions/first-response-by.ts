import { byTeam, byTeammate, type Duration } from './durations-by.ts';
import type { Question } from './question.ts';

const duration: Duration = {
  key: 'time_to_admin_reply',
  counted: 'answered',
  rows: 'answers',
  unit: { name: 'minutes', seconds: 60 },
};

export const firstResponseByTeam: Question = {
  name: 'first-response-by-team',
  sentence:
    'How long contacts wait for a first answer of a teammate, by the team that the conversation is assigned to: median and 90th percentile of time_to_admin_reply, which counts office hours only.',
  streams: ['conversations', 'teams'],
  sql: byTeam(duration),
};

export const firstResponseByTeammate: Question = {
  name: 'first-response-by-teammate',
  sentence:
    'How long contacts wait for a first answer, by the teammate that the conversation is assigned to: median and 90th percentile of time_to_admin_reply, which counts office hours only.',
  streams: ['conversations', 'admins'],
  sql: byTeammate(duration),
};
