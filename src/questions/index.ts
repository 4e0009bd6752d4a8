/** The questions that are ready, in the order in which they are shown. */

import { backlog } from './backlog.ts';
import { busiestHours } from './busiest-hours.ts';
import { byChannel } from './by-channel.ts';
import { byTag } from './by-tag.ts';
import { byTeammate } from './by-teammate.ts';
import { csatByTeam } from './csat-by-team.ts';
import { fin } from './fin.ts';
import { firstResponse } from './first-response.ts';
import { growingTags } from './growing-tags.ts';
import { newContacts } from './new-contacts.ts';
import { openByAge } from './open-by-age.ts';
import type { Question } from './question.ts';
import { reopenRate } from './reopen-rate.ts';
import { sla } from './sla.ts';
import { tickets } from './tickets.ts';
import { timeToClose } from './time-to-close.ts';
import { topCompanies } from './top-companies.ts';
import { unanswered } from './unanswered.ts';

export const questions: readonly Question[] = [
  firstResponse,
  timeToClose,
  busiestHours,
  backlog,
  openByAge,
  csatByTeam,
  byChannel,
  byTag,
  growingTags,
  byTeammate,
  reopenRate,
  fin,
  topCompanies,
  tickets,
  newContacts,
  unanswered,
  sla,
];

/** The first of them that streams can answer. */
export const questionFor = (streams: readonly string[]): Question | undefined =>
  questions.find((question) => question.streams.every((stream) => streams.includes(stream)));
