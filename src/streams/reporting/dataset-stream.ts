/** A dataset of the reports as a stream. */
import { described, int } from '../../core/columns/columns.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Stream } from '../stream.ts';
import type { ReportAccess } from './access.ts';
import { columnsOf, oneLine, prefixOf } from './columns.ts';
import type { Attribute, Dataset } from './dataset.ts';
import { keyedScan, rowNumber, wholeScan } from './scan.ts';

/** By dataset, the attribute that names a row, where it is not called by the dataset. */
const keys: Readonly<Record<string, string>> = {
  consolidated_conversation_part: 'action_id',
};

/** Incremental where an attribute names a row and another one has the time that reports go by. */
export function datasetStream(name: string, dataset: Dataset, access: ReportAccess): Stream {
  const owners = { key: keyIn(dataset), time: timeIn(dataset) };
  const found = columnsOf(dataset, owners);
  const [key, time] = [owners.key, owners.time].map((one) => found.find(({ attribute }) => attribute === one));
  const given = { name, dataset, columns: found, access };
  const columns = Object.fromEntries(found.map((one) => [one.name, one.column]));
  const about = {
    name,
    description: sentences(dataset),
    permission: permissions.reports,
    since: '2.14',
    cost: 'an export job',
  };
  if (key && time && key !== time) {
    const [primaryKey, cursor] = [[key.name], time.name];
    return defineStream({ ...about, primaryKey, cursor, columns, scan: keyedScan(given, { key: key.name, cursor }) });
  }
  const counted = described(
    int,
    'The place of the row in its export: no attribute names it, and each sync counts anew.',
  );
  return defineStream({
    ...about,
    primaryKey: [rowNumber],
    columns: { [rowNumber]: counted, ...columns },
    scan: wholeScan(given),
  });
}

/** `conversation_id` of conversation, `ticket_id` of tickets: of several that are called so, the one that is no custom attribute. */
function keyIn({ id, attributes }: Dataset): Attribute | undefined {
  const called = Object.hasOwn(keys, id) ? keys[id]! : `${id.replace(/s$/, '')}_id`;
  const found = attributes.filter((attribute) => attribute.id === called);
  if (found.length === 1) return found[0];
  return found.find((attribute) => ['standard', id].includes(prefixOf(attribute)));
}

/** By its short id or the qualified one. */
function timeIn({ timeId, attributes }: Dataset): Attribute | undefined {
  const called = attributes.filter(({ id, qualifiedId }) => timeId === id || timeId === qualifiedId);
  return called.find((attribute) => prefixOf(attribute) === 'timestamp') ?? called[0];
}

function sentences({ name, description }: Dataset): string {
  const about = `The dataset “${oneLine(name).replace(/\.$/, '')}” of Intercom's reports.`;
  return [about, oneLine(description)].filter(Boolean).join(' ');
}
