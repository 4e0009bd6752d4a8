/** Exports of messages: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-export */
import { archiveRows, type ExportRow } from '../../intercom/readers/export-archive.ts';
import { exportJob } from '../../intercom/readers/export-job.ts';
import { smallerParts, wholePart } from '../../intercom/readers/export-parts.ts';
import type { Entity, Page } from '../../intercom/readers/reader.ts';
import type { Scan } from '../stream.ts';
import { secondsOf } from './times.ts';

const day = 86_400;

/** Intercom was founded in that year. */
const earliest = Date.UTC(2011) / 1000;

/** An export is of what was sent in a time. People open and click later, and answer a survey after weeks. */
const lookback = 31 * day;

/** Whether a row is of the file of this name, which the reference gives in the singular and in the plural. */
export function isOf(file: string): (row: Entity) => row is ExportRow {
  const plural = `${file}s`;
  return (row): row is ExportRow => row.file === file || row.file === plural;
}

export const isReceipt = isOf('receipt');

/** Of what happened to a message later, a row does not say when it was sent. */
const sentAt = (row: Entity): number | undefined => (isReceipt(row) ? secondsOf(row.cells.received_at) : undefined);

/** A message that may have gone by WhatsApp, as receipts name it: an entity of the scan beside their rows. */
interface Ruleset extends Entity {
  type: 'ruleset';
  id: string;
}

export const isRuleset = (entity: Entity): entity is Ruleset => entity.type === 'ruleset';

/** Whether a receipt may be of a message by WhatsApp: no document says how exports write that. */
const mayBeByWhatsapp = ({ content_type = '', created_via = '', first_whatsapp_failure = '' }: ExportRow['cells']) =>
  content_type === '' || first_whatsapp_failure !== '' || /whats.?app/i.test(`${content_type} ${created_via}`);

/** The same pages, and before each position the rulesets that receipts have named: by then the file of the export is gone. */
async function* withRulesets(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  const told = new Set<string>();
  let named: Ruleset[] = [];
  for await (const page of pages) {
    named.push(...rulesetsOf(page.entities, told));
    if (page.position !== undefined && named.length > 0) {
      yield { entities: named };
      named = [];
    }
    yield page;
  }
}

/** The rulesets that these receipts are the first to name; `told`: those that were named before, to which they are added. */
export function rulesetsOf(rows: readonly Entity[], told: Set<string>): Ruleset[] {
  return rows.flatMap((row) => {
    if (!isReceipt(row) || !mayBeByWhatsapp(row.cells)) return [];
    const { ruleset_id: id = '' } = row.cells;
    if (id === '' || told.has(id)) return [];
    told.add(id);
    return [{ type: 'ruleset', id }];
  });
}

/** Seconds by which the time that a row tells may be later than the one that the job goes by. */
const slack = 3600;

const messageExport = exportJob<ExportRow>({
  enqueue: '/export/content/data',
  status: (client, id) => client.get(`/export/content/data/${encodeURIComponent(id)}`),
  download: (client, id, file) => client.download(`/download/content/data/${encodeURIComponent(id)}`, file),
  parts: (range, now) => wholePart(range, { now, earliest }),
  ask: ({ from, until }) => ({ created_at_after: from, created_at_before: until }),
  rows: archiveRows,
  // What belongs to the next part comes with that one, and with all that has happened to it.
  isOf: (row, { from, to }) => (sentAt(row) ?? from) < to + slack,
  limit: { rows: 10_000_000, smaller: (part) => smallerParts(part, lookback) },
});

/** One job feeds all streams that show a file of it, and the one that asks what became of the messages in it. */
export const messageExportScan: Scan = {
  name: 'message_exports',
  cursor: { name: 'received_at', of: sentAt },
  lookback,
  ...messageExport,
  read: (context, range) => withRulesets(messageExport.read(context, range)),
};
