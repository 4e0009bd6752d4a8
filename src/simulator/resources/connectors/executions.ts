/** What came of the requests of data connectors. They never change, and go with their connector. */
import { apiError, notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Call, Route } from '../../engine/route.ts';
import { day, type Seeding } from '../../engine/seeding.ts';
import type { Store } from '../../engine/store.ts';
import { firstOf, need, type Table, table } from '../../engine/table.ts';
import { newestFirst } from '../../engine/updated-first.ts';
import { conversations } from '../conversations/tables.ts';

export interface Execution {
  id: string;
  data_connector_id: string;
  success: boolean;
  http_status: number | null;
  http_method: string;
  error_type: string | null;
  error_message: string | null;
  execution_time_ms: number | null;
  source_type: string | null;
  source_id: string | null;
  conversation_id: string | null;
  created_at: number;
  request_url: string | null;
  request_body: string | null;
  response_body: string | null;
  raw_response_body: string | null;
}

export const executions: Table<Execution> = table('data_connector_executions');

type Connectors = Table<{ id: string; http_method: string }>;

const ids = { from: 99_000n, step: 3 };

/** A connector makes a request, now unless `created_at` says when; all goes well unless it says otherwise. */
function execute(store: Store, connectors: Connectors, connectorId: string, partial: Partial<Execution>): Execution {
  const { http_method } = need(store.get(connectors), connectorId, 'data connector');
  const execution: Execution = {
    id: store.ids.number(ids),
    data_connector_id: connectorId,
    success: true,
    http_status: 200,
    http_method,
    error_type: null,
    error_message: null,
    execution_time_ms: 150,
    source_type: 'workflow',
    source_id: '5001',
    conversation_id: firstOf(store.get(conversations).all)[0] ?? null,
    created_at: store.seconds(),
    request_url: 'https://api.example.com/orders/7/status',
    request_body: '{"message": "hello"}',
    response_body: '{"status": "ok"}',
    raw_response_body: '{"status": "ok", "secret": "yes"}',
    ...partial,
  };
  store.get(executions).set(execution.id, execution);
  return execution;
}

export const executionChanges = (store: Store, connectors: Connectors) => ({
  executeDataConnector: (connectorId: string, partial: Partial<Execution> = {}) =>
    execute(store, connectors, connectorId, partial),
});

/** As a connector goes. */
export function dropExecutions(store: Store, connectorId: string): void {
  const all = store.get(executions);
  for (const [id, { data_connector_id }] of all) if (data_connector_id === connectorId) all.delete(id);
}

/** Without what was sent and received, which is given only where it is asked for. */
export function executionJson(execution: Execution): JsonObject {
  const { created_at, request_body: _, response_body: __, raw_response_body: ___, ...plain } = execution;
  return { type: 'data_connector.execution', ...plain, created_at: iso(created_at) };
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');

const anHour = 3600;

/**
 * Newest first; of the last hour unless the request says otherwise. The documents leave open whether the bounds are included.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors/listdataconnectorexecutionresults
 */
export const executionRoute = (connectors: Connectors, asked: Pick<Route, 'scope' | 'since'>): Route => ({
  ...asked,
  method: 'GET',
  path: '/data_connectors/:id/execution_results',
  respond(call) {
    const id = call.param('id');
    const { store, settings } = call;
    if (!store.get(connectors).has(id)) throw notFound('Data connector not found', 'data_connector_not_found');
    const from = timestampIn(call, 'start_ts') ?? store.seconds() - anHour;
    const to = timestampIn(call, 'end_ts') ?? store.seconds();
    const slack = settings.inclusiveBounds ? 1 : 0;
    const within = [...store.get(executions).values()].filter(
      ({ data_connector_id, created_at }) =>
        data_connector_id === id && created_at > from - slack && created_at < to + slack,
    );
    const { items, pages } = newestFirst(call, within, {
      timeOf: ({ created_at }) => created_at,
      perPage: 10,
      max: 30,
    });
    const bodies = ({ request_body, response_body, raw_response_body }: Execution) =>
      call.flag('include_bodies') ? { request_body, response_body, raw_response_body } : {};
    return { type: 'list', data: items.map((one) => ({ ...executionJson(one), ...bodies(one) })), pages };
  },
});

function timestampIn({ query }: Call, name: string): number | undefined {
  const given = query(name);
  if (given === undefined) return undefined;
  if (!/^\d+$/.test(given)) throw apiError(400, 'parameter_invalid', `${name} must be a Unix timestamp (integer)`);
  return Number(given);
}

/** Of two connectors some, more than a page of one of them, and some in one second; one after another, the oldest first. */
export function seedExecutions({ store, random, end }: Seeding, connectors: Connectors): void {
  const [first, second] = [...store.get(connectors).values()];
  const talks = [...store.get(conversations).all.keys()];
  for (let i = 0; i < 50; i++) {
    const connector = i % 5 === 4 ? second : first;
    if (!connector) return;
    const failed = i % 7 === 3;
    execute(store, connectors, connector.id, {
      created_at: end - Math.floor((50 - Math.floor(i / 3) * 3) * 0.5 * day) - 7200,
      execution_time_ms: random.int(20, 4000),
      source_type: random.pick(['workflow', 'inbox', 'fin']),
      conversation_id: talks.length > 0 && i % 4 !== 0 ? random.pick(talks) : null,
      ...(failed && {
        success: false,
        http_status: null,
        error_type: '3rd_party_error',
        error_message: 'Connection refused',
        source_id: null,
      }),
    });
  }
}
