/** The questions that are ready, in the order in which they are shown. */

import { backlog } from './backlog.ts';
import { busiestHours } from './busiest-hours.ts';
import { byChannel } from './by-channel.ts';
import { byTag } from './by-tag.ts';
import { byTeammate } from './by-teammate.ts';
import { byTopic } from './by-topic.ts';
import { byWeekAndChannel } from './by-week-and-channel.ts';
import { csatByMonth } from './csat-by-month.ts';
import { csatByTeam } from './csat-by-team.ts';
import { fin } from './fin.ts';
import { finOutcomes } from './fin-outcomes.ts';
import { firstResponse } from './first-response.ts';
import { firstResponseByTeam, firstResponseByTeammate } from './first-response-by.ts';
import { growingTags } from './growing-tags.ts';
import { newContacts } from './new-contacts.ts';
import { openByAge } from './open-by-age.ts';
import type { Question } from './question.ts';
import { reopenRate } from './reopen-rate.ts';
import { sla } from './sla.ts';
import { tickets } from './tickets.ts';
import { timeToClose } from './time-to-close.ts';
import { timeToCloseByTeam, timeToCloseByTeammate } from './time-to-close-by.ts';
import { topCompanies } from './top-companies.ts';
import { unanswered } from './unanswered.ts';

export const questions: readonly Question[] = [
  firstResponse,
  firstResponseByTeam,
  firstResponseByTeammate,
  timeToClose,
  timeToCloseByTeam,
  timeToCloseByTeammate,
  busiestHours,
  backlog,
  openByAge,
  csatByTeam,
  csatByMonth,
  byWeekAndChannel,
  byChannel,
  byTag,
  byTopic,
  growingTags,
  byTeammate,
  reopenRate,
  fin,
  finOutcomes,
  topCompanies,
  tickets,
  newContacts,
  unanswered,
  sla,
];

/** The first of them that streams can answer. */
export const questionFor = (streams: readonly string[]): Question | undefined =>
  questions.find((question) => question.streams.every((stream) => streams.includes(stream)));
