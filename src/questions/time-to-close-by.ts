import { byTeam, byTeammate, type Duration } from './durations-by.ts';
import type { Question } from './question.ts';

const duration: Duration = {
  key: 'time_to_last_close',
  counted: 'closed',
  rows: 'closes',
  unit: { name: 'hours', seconds: 3600 },
  where: "state = 'closed'",
};

export const timeToCloseByTeam: Question = {
  name: 'time-to-close-by-team',
  sentence:
    'How long it takes until a conversation is closed for good, by the team that it is assigned to: median and 90th percentile of time_to_last_close, which counts office hours only, of what is closed now.',
  streams: ['conversations', 'teams'],
  sql: byTeam(duration),
};

export const timeToCloseByTeammate: Question = {
  name: 'time-to-close-by-teammate',
  sentence:
    'How long it takes until a conversation is closed for good, by the teammate that it is assigned to: median and 90th percentile of time_to_last_close, which counts office hours only, of what is closed now.',
  streams: ['conversations', 'admins'],
  sql: byTeammate(duration),
};
