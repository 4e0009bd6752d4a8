/** Asks a database all that a report tells. */
import { ConnectorError } from '../core/errors.ts';
import type { Reading } from '../destinations/reading.ts';
import type { RunHistory } from '../destinations/runs.ts';
import type { Asking } from '../questions/question.ts';
import { type Ask, askOf } from './ask.ts';
import { dateIn, daysBefore } from './dates.ts';
import { type Headline, headlines } from './headlines.ts';
import { knownIn, type Lack } from './known.ts';
import { type Scope, scopedSql } from './scope.ts';
import type { Asked, Cell, Section, Table } from './section.ts';
import { sections } from './sections/index.ts';
import { type Team, teamsNamed } from './teams.ts';

/** From when on: a date in the workspace's time zone, or a number of days; undefined for all. */
export type Since = { date: string } | { days: number } | undefined;

export interface GatherOptions {
  reading: Reading;
  history: RunHistory;
  since: Since;
  /** As they were given. */
  teamNames: readonly string[];
  /** Unix milliseconds. */
  now: number;
}

export interface Answer<A extends Asked> {
  asked: A;
  /** Why there is no figure. */
  lack?: Lack;
  /** As it is shown. */
  table?: Table;
}

export interface Report {
  history: RunHistory;
  /** IANA's name of the time zone, and whether the database tells it. */
  zone: string;
  isZoneKnown: boolean;
  /** Unix milliseconds: what was true then is told, and when the report was made. */
  asOf: number;
  madeAt: number;
  since: string | undefined;
  teams: readonly Team[];
  /** Of all that are loaded, whatever the filters; undefined where they are not. */
  loaded: { conversations: number; first: string | null; last: string | null } | undefined;
  headlines: readonly Answer<Headline>[];
  sections: readonly Answer<Section>[];
}

/** Rejects with `config_invalid` where a team is not known or a time lies ahead, and as `reading.query` does. */
export async function gather({ reading, history, since, teamNames, now }: GatherOptions): Promise<Report> {
  const ask = askOf(reading);
  const tables = await reading.tables();
  const zone = await zoneOf(ask);
  const teams = await teamsNamed(teamNames, { ask, tables });
  const asOf = asOfTime(history, now);
  const asking: Asking = { dialect: reading.dialect, zone: zone ?? 'UTC', now: new Date(asOf) };
  const scope: Scope = {
    since: sinceDate(since, dateIn(asking.zone, asOf)),
    ...(teams.length > 0 && { teams: teams.flatMap(({ ids }) => ids) }),
  };
  const withScope = <A extends Asked>(asked: A): A =>
    scope.teams ? { ...asked, reads: withTeam(asked.reads) } : asked;
  const all = { headlines: headlines.map(withScope), sections: sections.map(withScope) };
  const unread = new Set(
    history.streams.filter(({ completeAt }) => completeAt === undefined).map(({ stream }) => stream),
  );
  const known = await knownIn({ ask, asking, tables, unread, asked: [...all.headlines, ...all.sections] });

  async function answer<A extends Asked>(asked: A, shape = (table: Table) => table): Promise<Answer<A>> {
    const lack = known.lackOf(asked);
    return lack ? { asked, lack } : { asked, table: shape(await ask(scopedSql(asked, asking, scope))) };
  }
  const answers: Pick<Report, 'headlines' | 'sections'> = { headlines: [], sections: [] };
  // One statement at a time: a connection has one.
  for (const headline of all.headlines) answers.headlines = [...answers.headlines, await answer(headline)];
  for (const section of all.sections) answers.sections = [...answers.sections, await answer(section, section.shape)];
  return {
    history,
    zone: asking.zone,
    isZoneKnown: zone !== undefined,
    asOf,
    madeAt: now,
    since: scope.since,
    teams,
    loaded: tables.includes('conversations') ? await loadedOf(ask) : undefined,
    ...answers,
  };
}

const withTeam = (reads: Asked['reads']): Asked['reads'] => ({
  ...reads,
  conversations: [...new Set([...reads.conversations!, 'team_assignee_id'])],
});

/** When the conversations were as the database has them. */
const asOfTime = ({ streams }: RunHistory, now: number): number => {
  const { completeAt } = streams.find(({ stream }) => stream === 'conversations') ?? {};
  return completeAt === undefined ? now : completeAt * 1000;
};

function sinceDate(since: Since, today: string): string | undefined {
  if (since === undefined) return undefined;
  const date = 'date' in since ? since.date : daysBefore(today, since.days);
  if (date <= today) return date;
  throw new ConnectorError('config_invalid', `--since ${date} is later than the data, which are as of ${today}.`, {
    hint: 'Give an earlier date, or sync first.',
  });
}

async function zoneOf(ask: Ask): Promise<string | undefined> {
  const { columns, rows } = await ask('SELECT * FROM _source_intercom_workspace');
  const at = columns.indexOf('timezone');
  return (rows[0]?.[at] as string | null | undefined) ?? undefined;
}

async function loadedOf(ask: Ask): Promise<Report['loaded']> {
  const { rows } = await ask('SELECT count(*), min(created_at), max(created_at) FROM conversations');
  const [conversations, first, last] = rows[0]! as [Cell, string | null, string | null];
  return { conversations: Number(conversations), first, last };
}
