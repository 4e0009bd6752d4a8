/** How far the data reach, and what lacks, in sentences. Pure. */
import type { KeptStream } from '../destinations/runs.ts';
import { dateAndTime, dateIn } from './dates.ts';
import type { Answer, Report } from './gather.ts';
import type { Lack } from './known.ts';
import type { Asked, Section } from './section.ts';

/** One sentence on how fresh the figures are. */
export function freshnessText({ history, zone, asOf, madeAt }: Report): string {
  const conversations = history.streams.find(({ stream }) => stream === 'conversations');
  if (!history.last) return 'How fresh the data are is not known: no run of a sync is kept in the database.';
  if (conversations?.completeAt === undefined)
    return 'Conversations were never read to their end: what is missing is in no figure.';
  const age = ageText((madeAt - asOf) / 1000);
  return `All figures are as of ${dateAndTime(zone, asOf)}, when the conversations were last read completely, ${age} before this report was made.`;
}

/** How the last sync ended, where not well. */
export function lastRunText({ history: { last, streams } }: Report): string | undefined {
  if (!last || last.outcome === 'complete') return undefined;
  if (last.outcome === 'running') return 'A sync is running: the figures may be of its middle.';
  const open = streams.filter(({ inLastRun, outcome }) => inLastRun && outcome !== 'complete');
  const how = { incomplete: 'did not complete', stopped: 'was stopped', failed: 'failed', crashed: 'was killed' }[
    last.outcome
  ];
  const named = open.length > 0 ? ` Not read to the end: ${open.map(({ stream }) => stream).join(', ')}.` : '';
  return `The last sync ${how}.${named}`;
}

export function loadedText({ loaded, zone }: Report): string | undefined {
  if (!loaded || loaded.first === null || loaded.last === null) return undefined;
  const [first, last] = [loaded.first, loaded.last].map((time) => dateIn(zone, Date.parse(time)));
  const count = loaded.conversations.toLocaleString('en-US');
  return `${count} ${loaded.conversations === 1 ? 'conversation is' : 'conversations are'} loaded; the first began on ${first}, the last on ${last}.`;
}

export function scopeText({ since, teams, sections, zone, isZoneKnown }: Report): string {
  const time = since === undefined ? 'of all time' : `since ${since}`;
  const whose =
    teams.length === 0
      ? 'all teams'
      : `the ${teams.length === 1 ? 'team' : 'teams'} ${listed(teams.map(({ name }) => name))}`;
  const untouched =
    since === undefined ? [] : sections.filter(({ asked }) => !asked.since).map(({ asked }) => asked.title);
  const always = untouched.length > 0 ? ` Not limited to that time: ${listed(untouched)}.` : '';
  const clock = isZoneKnown
    ? `Days and hours are those of ${zone}, the workspace’s time zone.`
    : 'Days and hours are in UTC: the database does not tell the workspace’s time zone.';
  return `Conversations ${time}, of ${whose}.${always} ${clock}`;
}

/** Why a figure can't be told. */
export function lackText(lack: Lack, streams: readonly KeptStream[]): string {
  /** What the last sync ran into. */
  const errorsOf = (names: readonly string[]): string =>
    [...new Set(streams.flatMap(({ stream, error }) => (names.includes(stream) && error ? error.message : [])))].join(
      ' ',
    );
  switch (lack.kind) {
    case 'streams': {
      const errors = errorsOf(lack.streams);
      return `${listed(lack.streams)} ${lack.streams.length === 1 ? 'is' : 'are'} not loaded. ${errors || `To load: source-intercom sync --streams ${lack.streams.join(',')}`}`;
    }
    case 'columns':
      return `The database does not hold ${listed(lack.columns)}: left out of the sync, or of an older version.`;
    case 'unread':
      return `${lack.stream} has not been read to its end, and holds nothing yet. ${errorsOf([lack.stream])}`.trim();
    case 'fields':
      return `No row of ${lack.stream} holds ${listed(lack.fields)}: there is none yet, or it was left out of the sync.`;
  }
}

/** Of a section that is shown: streams that were not read to the end, so that figures may lack some. */
export function incompleteText({ asked }: Answer<Asked>, streams: readonly KeptStream[]): string | undefined {
  const open = streams.filter(({ stream, outcome }) => outcome !== 'complete' && Object.hasOwn(asked.reads, stream));
  if (open.length === 0) return undefined;
  return `Not read to the end by the last sync, so that some may lack: ${listed(open.map(({ stream }) => stream))}.`;
}

export const lackingSections = ({ sections }: Report): Answer<Section>[] => sections.filter(({ lack }) => lack);

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const ageText = (seconds: number): string => {
  const minutes = Math.max(0, Math.round(seconds / 60));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
};
