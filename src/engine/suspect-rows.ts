/** Asking a second time for entities whose detail answered 404: their rows where it is there now, an empty set of children where it is gone. */
import type { RecordsEvent } from '../core/events.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import type { Detail } from '../streams/stream.ts';
import { addDetailRows } from './detail-rows.ts';
import { emptyBatch, hasContent, type RowContext } from './entity-rows.ts';
import { outage } from './liveness.ts';
import type { StreamRun } from './stream-run.ts';

/** Entities that are asked for between two looks at whether the API answers as it should. */
const askedAtOnce = 10;

/** Those that still answer 404 while nothing shows whether they are gone stay suspected. Rejects where the API does not answer as it should. */
export async function* rowsOfSuspects(
  { detail, runs }: { detail: Detail; runs: readonly StreamRun[] },
  read: ReadContext,
  context: RowContext,
): AsyncGenerator<RecordsEvent> {
  const { cursor, liveness } = context;
  const suspected = new Map(runs.flatMap((run) => [...run.suspected]));
  const entities = [...suspected].map(([id, at]) => ({ id, ...(cursor && { [cursor.name]: at }) }));
  for (let i = 0; i < entities.length; i += askedAtOnce) {
    const some = entities.slice(i, i + askedAtOnce);
    const answers = await Promise.all(
      some.map(async (entity) => ({ entity, answer: await detail.fetch(read, entity, 'check') })),
    );
    for (const { entity, answer } of answers) if (answer) liveness.note(detail, entity);
    const has404 = answers.some(({ answer }) => !answer);
    const api = has404 ? await liveness.of(detail, read) : 'live';
    if (api === 'dead') throw outage(runs);
    for (const run of runs) {
      const batch = emptyBatch(run);
      for (const { entity, answer } of answers) {
        if (!run.suspected.has(entity.id) || (!answer && api === 'unknown')) continue;
        run.suspected.delete(entity.id);
        if (answer) addDetailRows(batch, run, entity, answer, context);
        else batch.replacesChildrenOf?.push(entity.id);
      }
      if (hasContent(batch)) yield batch;
    }
  }
}
