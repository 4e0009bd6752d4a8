/**
 * What came of the requests that data connectors made:
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors/listdataconnectorexecutionresults
 */
import { bool, described, int, text, textReference, timestamp } from '../../core/columns/columns.ts';
import { ConnectorError } from '../../core/errors.ts';
import type { Range } from '../../core/ranges.ts';
import { cursoredPages } from '../../intercom/readers/cursored.ts';
import { nowOf } from '../../intercom/readers/now.ts';
import type { Entity, ReadContext, Reader } from '../../intercom/readers/reader.ts';
import { windowByWindow } from '../../intercom/readers/window-by-window.ts';
import { permissions } from '../common/permissions.ts';
import { secondsOf } from '../common/seconds.ts';
import { defineStream } from '../stream.ts';
import { connectorPages } from './data-connectors.ts';

const createdAt = ({ created_at }: Entity) => secondsOf(created_at);

/** Seconds by which a connector may have been at work before the time at which it says that it was created. */
const slack = 86_400;

/** Unix seconds: the connector did nothing before. */
const beginningOf = (connector: Entity): number => Math.max(0, (createdAt(connector) ?? 0) - slack);

/** Connectors whose first pages are asked for at once: most of them have no other. */
const connectorsAtOnce = 10;

/** The largest page that the endpoint gives. */
const pageSize = 30;

/** The connectors as they are when it begins: what one does that is made later, happens later than what has settled by now. */
const read: Reader['read'] = async function* (context, range) {
  const connectors = await listedConnectors(context);
  if (connectors.length === 0) return;
  yield* windowByWindow({
    path: 'The list of the executions of data connectors',
    timeOf: createdAt,
    beginning: Math.min(...connectors.map(beginningOf)),
    few: 1_000,
    pages: (given, window) => executionsIn(given, connectors, window),
  })(context, range);
};

/** All of them: a list of several pages is read until it gives no new one, since one that changes moves to its front and is passed over. */
async function listedConnectors(context: ReadContext): Promise<Entity[]> {
  const found = new Map<string, Entity>();
  for (;;) {
    const known = found.size;
    let pages = 0;
    for await (const connectors of connectorPages(context)) {
      pages++;
      for (const connector of connectors) found.set(String(connector.id), connector);
    }
    if (pages <= 1 || found.size === known) return [...found.values()];
  }
}

async function* executionsIn(
  context: ReadContext,
  connectors: readonly Entity[],
  window: Range,
): AsyncGenerator<Entity[]> {
  const atWork = connectors.filter((connector) => beginningOf(connector) < window.to);
  for (let i = 0; i < atWork.length; i += connectorsAtOnce) {
    const chains = atWork.slice(i, i + connectorsAtOnce).map(({ id }) => executionsOf(context, String(id), window));
    const firsts = await Promise.all(chains.map((chain) => chain.next()));
    for (const { value } of firsts) if (value) yield value;
    for (const chain of chains) yield* chain;
  }
}

/** Newest first, so that what is added moves no page. None of a connector that is gone. */
async function* executionsOf(context: ReadContext, id: string, { from, to }: Range): AsyncGenerator<Entity[]> {
  // The list is of the last hour where nothing else is said. What lies on a bound may be left out.
  const end = Number.isFinite(to) ? to : nowOf(context) + 1;
  const query = { start_ts: String(Math.max(0, from - 1)), end_ts: String(end) };
  const path = `/data_connectors/${encodeURIComponent(id)}/execution_results`;
  try {
    yield* cursoredPages(context, { path, query, items: 'data', pageSize });
  } catch (error) {
    if (!(error instanceof ConnectorError && error.code === 'not_found')) throw error;
    const listed = await listedConnectors(context);
    if (!listed.some((connector) => String(connector.id) === id)) return;
    throw new ConnectorError('api_unavailable', `Intercom answers 404 for a data connector that it lists: ${path}.`, {
      hint: 'Run it again later: it goes on where it stopped.',
      cause: error,
    });
  }
}

export const dataConnectorExecutions = defineStream({
  name: 'data_connector_executions',
  description:
    'What came of each request of a data connector, without what was sent and received; those of a deleted connector stay where they are stored.',
  // The reference names none.
  permission: permissions.admins,
  since: '2.16',
  cost: 'a request per connector, and one for each 30 executions',
  primaryKey: ['id'],
  cursor: 'created_at',
  columns: {
    type: text,
    id: text,
    data_connector_id: described(textReference, 'The id of data_connectors.'),
    success: bool,
    http_status: described(int, 'Null where there was no answer.'),
    http_method: text,
    error_type: described(text, 'Null where it went well.'),
    error_message: text,
    execution_time_ms: described(int, 'Milliseconds.'),
    source_type: described(text, 'workflow, inbox, fin, answer, saved_reply, custom_bot and others.'),
    source_id: described(textReference, 'What asked for it, as source_type says; no table has them.'),
    conversation_id: described(textReference, 'The id of conversations; null where it was of none.'),
    created_at: timestamp,
    request_url: text,
  },
  // For how long Intercom keeps them, no document says.
  forgets: true,
  scan: {
    name: 'data_connector_executions',
    cursor: { name: 'created_at', of: createdAt },
    // Nothing counts them.
    count: async () => Number.NaN,
    read,
  },
});
