/** A dataset of the reports as a stream. */
import { described, int } from '../../core/columns/columns.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Stream } from '../stream.ts';
import type { ReportAccess } from './access.ts';
import { columnsOf, type DatasetColumn, isIdOf, oneLine, prefixOf } from './columns.ts';
import type { Dataset } from './dataset.ts';
import { keyedScan, rowNumber, wholeScan } from './scan.ts';

/** By dataset, the attribute that names a row, where it is not called by the dataset. */
const keys: Readonly<Record<string, string>> = {
  consolidated_conversation_part: 'action_id',
};

/** Incremental where an attribute names a row and another one has the time that reports go by. */
export function datasetStream(name: string, dataset: Dataset, access: ReportAccess): Stream {
  const found = columnsOf(dataset);
  const key = keyIn(dataset, found);
  const time = found.find(({ attribute }) => isIdOf(attribute, dataset.timeId));
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
function keyIn({ id }: Dataset, columns: readonly DatasetColumn[]): DatasetColumn | undefined {
  const called = Object.hasOwn(keys, id) ? keys[id]! : `${id.replace(/s$/, '')}_id`;
  const found = columns.filter(({ attribute }) => attribute.id === called);
  if (found.length === 1) return found[0];
  return found.find(({ attribute }) => ['standard', id].includes(prefixOf(attribute)));
}

function sentences({ name, description }: Dataset): string {
  const about = `The dataset “${oneLine(name).replace(/\.$/, '')}” of Intercom's reports.`;
  return [about, oneLine(description)].filter(Boolean).join(' ');
}
