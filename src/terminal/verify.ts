/** What a verification has found, as people read it. Pure. */
import { type Column, fittedTable } from './fitted-table.ts';
import { wrap } from './wrap.ts';

export interface VerifiedStream {
  stream: string;
  verdict: 'sound' | 'differs' | 'not compared' | 'failed';
  why?: string;
  windows: number;
  records: number;
  movedSince: number;
  vanished: readonly string[];
  requests: number;
  differences: readonly {
    kind: string;
    key: readonly unknown[];
    parent?: string;
    columns?: readonly string[];
  }[];
  notes: readonly string[];
}

export interface Verified {
  workspace: { id: string; name: string };
  location: string;
  /** Unix seconds. */
  at: number;
  seed: string;
  requests: number;
  streams: readonly VerifiedStream[];
  repaired?: { records: number; found: readonly unknown[]; left: readonly string[] } | undefined;
}

/** Differences of one sort that are shown with their ids. */
const mostShown = 5;

/** The whole text, in lines no wider than `width` where they can be broken. */
export function verificationText(verified: Verified, { width }: { width: number }): string {
  const { workspace, location, streams } = verified;
  const compared = streams.filter(({ verdict }) => verdict === 'sound' || verdict === 'differs');
  const blocks = [
    wrap(`${workspace.name || 'Workspace'} (${workspace.id}) and ${location}`, width).join('\n'),
    compared.length > 0 ? streamTable(compared, width).trimEnd() : '',
    ...streams.filter(({ differences }) => differences.length > 0).map((one) => differenceText(one, width)),
    ...streams.filter(({ vanished }) => vanished.length > 0).map((one) => wrap(vanishedText(one), width).join('\n')),
    ...causeTexts(streams, width),
    ...streams.flatMap(({ stream, notes }) => notes.map((note) => wrap(`${stream}: ${note}`, width).join('\n'))),
    ...repairTexts(verified).map((text) => wrap(text, width).join('\n')),
    wrap(lastText(verified), width).join('\n'),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function streamTable(streams: readonly VerifiedStream[], width: number): string {
  type Row = VerifiedStream & { name: string };
  const counts = (title: string, cell: (one: Row) => number): Column<Row> => ({ title, cell });
  return fittedTable<Row>({
    rows: streams.map((one) => ({ ...one, name: one.stream })),
    width,
    needed: [
      { title: '', cell: ({ verdict }) => verdict },
      counts('differences', ({ differences }) => differences.length),
      counts('compared', ({ records }) => records),
    ],
    optional: [
      counts('windows', ({ windows }) => windows),
      counts('requests', ({ requests }) => requests),
      counts('moved since', ({ movedSince }) => movedSince),
    ],
  });
}

/** What each sort of difference means. */
const meanings: Record<string, string> = {
  missing: 'at Intercom, not stored',
  extra: 'stored, not at Intercom',
  stale: 'stored with other values',
  cut: 'not stored, though the record that they belong to is',
  deleted: 'still stored, though deleted',
  duplicate: 'stored more than once',
  tombstone: 'in _deleted, though there',
  position: 'the position lies in the future',
};

function differenceText({ stream, differences }: VerifiedStream, width: number): string {
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  const lines = kinds.flatMap((kind) => {
    const ofKind = differences.filter((one) => one.kind === kind);
    const more = ofKind.length - mostShown;
    const shown = ofKind.slice(0, mostShown).map(({ key, columns = [] }) => {
      const id = key.map(String).join(' ');
      return columns.length > 0 ? `${id} (${columns.join(', ')})` : id;
    });
    const rest = more > 0 ? `, and ${number(more)} more` : '';
    return wrap(`${number(ofKind.length)} ${meanings[kind] ?? kind}: ${shown.join(', ')}${rest}`, width, 2);
  });
  return [`${stream}:`, ...lines].join('\n');
}

/** What the next full check of a sync takes away, and a repair now. */
function vanishedText({ stream, vanished }: VerifiedStream): string {
  const more = vanished.length - mostShown;
  const rest = more > 0 ? `, and ${number(more)} more` : '';
  const are = vanished.length === 1 ? '1 stored record is' : `${number(vanished.length)} stored records are`;
  return `${stream}: ${are} gone at Intercom, which does not tell since when; the next full check of a sync finds it, and --repair now: ${vanished.slice(0, mostShown).join(', ')}${rest}`;
}

/** A paragraph for each reason why streams were not compared. */
function causeTexts(streams: readonly VerifiedStream[], width: number): string[] {
  const causes = new Map<string, string[]>();
  for (const { stream, verdict, why = '' } of streams) {
    if (verdict !== 'not compared' && verdict !== 'failed') continue;
    const words = verdict === 'failed' ? 'Could not be compared' : 'Not compared';
    const cause = `${words}\n${why}`;
    causes.set(cause, [...(causes.get(cause) ?? []), stream]);
  }
  return [...causes].map(([cause, names]) => {
    const [words, why = ''] = cause.split('\n');
    return [...wrap(`${words}: ${names.join(', ')}.`, width), ...wrap(why, width, 2)].join('\n');
  });
}

function repairTexts({ repaired }: Verified): string[] {
  if (!repaired || repaired.found.length === 0) return [];
  const { records, found, left } = repaired;
  const were = found.length === 1 ? '1 difference was' : `${number(found.length)} differences were`;
  return [
    `${were} found, and ${number(records)} ${records === 1 ? 'record' : 'records'} stored anew or taken away.`,
    ...left,
  ];
}

function lastText({ streams, requests, seed }: Verified): string {
  const compared = streams.filter(({ verdict }) => verdict === 'sound' || verdict === 'differs');
  const records = compared.reduce((sum, one) => sum + one.records, 0);
  const differences = compared.reduce((sum, one) => sum + one.differences.length, 0);
  const cost = `${number(requests)} ${requests === 1 ? 'request' : 'requests'}, ${number(records)} records compared by value, sample ${seed}`;
  if (differences > 0) return `${number(differences)} ${differences === 1 ? 'difference' : 'differences'} (${cost}).`;
  return `No difference in ${number(compared.length)} ${compared.length === 1 ? 'stream' : 'streams'} (${cost}).`;
}

const number = (value: number): string => value.toLocaleString('en-US');
