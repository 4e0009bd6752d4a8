/** Data connectors: requests to other APIs that workflows and Fin make. Their times are in ISO 8601, and their list tells less than one alone. */

import type { JsonObject } from '../../engine/json.ts';
import { createOne, listing, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';
import { between, day, type Seeding } from '../../engine/seeding.ts';
import type { Store } from '../../engine/store.ts';
import { updatedFirstRoute } from '../../engine/updated-first.ts';
import { firstAdmin } from '../people/admins.ts';
import {
  dropExecutions,
  executionChanges,
  executionJson,
  executionRoute,
  executions,
  seedExecutions,
} from './executions.ts';

export interface DataConnector {
  id: string;
  name: string;
  description: string | null;
  state: 'draft' | 'live';
  http_method: 'get' | 'post' | 'put' | 'delete' | 'patch';
  direct_fin_usage: boolean;
  created_by_admin_id: string;
  updated_by_admin_id: string;
  created_at: number;
  updated_at: number;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');

const dataConnectors = listing({
  name: 'data_connectors',
  one: 'DataConnector',
  ids: { from: 12340n, step: 9 },
  blank: ({ id, now, store }): DataConnector => ({
    id,
    name: `Connector ${id}`,
    description: null,
    state: 'draft',
    http_method: 'get',
    direct_fin_usage: false,
    created_by_admin_id: firstAdmin(store)?.id ?? '0',
    updated_by_admin_id: firstAdmin(store)?.id ?? '0',
    created_at: now,
    updated_at: now,
  }),
  afterDelete: (store, { id }) => dropExecutions(store, id),
  json: (_, { created_at, updated_at, ...connector }) => ({
    type: 'data_connector',
    ...connector,
    created_at: iso(created_at),
    updated_at: iso(updated_at),
    execution_results_url: `/data_connectors/${connector.id}/execution_results`,
  }),
});

export const resources = { dataConnectors, dataConnectorExecutions: executions };

export const changes = (store: Store) => executionChanges(store, dataConnectors);

export const truths = {
  data_connector_executions: (store: Store): JsonObject[] => [...store.get(executions).values()].map(executionJson),
};

/** What only a connector alone tells. */
const detail = {
  audiences: ['users', 'leads'],
  execution_type: 'server_side',
  configuration_response_type: 'test_response_type',
  data_transformation_type: 'full_access',
  client_function_name: 'orderStatus',
  client_function_timeout_ms: 5000,
  url: 'https://api.example.com/orders/{{order_id}}/status',
  body: '{"text": "{{message}}"}',
  headers: [{ name: 'Authorization', value: '****' }],
  data_inputs: [
    { name: 'order_id', type: 'string', description: 'The number of the order', required: true, default_value: '' },
  ],
  response_fields: [{ path: 'status', type: 'string', example_value: 'ok', redacted: false }],
  object_mappings: [
    {
      intercom_object_type: 'conversation',
      response_object_path: 'order',
      attribute_mappings: [
        {
          intercom_attribute_identifier: 'order_status',
          mapping_type: 'primitive_mapping',
          response_attribute_path: 'status',
        },
      ],
      reference_mappings: [{ intercom_attribute_identifier: 'owner', intercom_object_type: 'user' }],
    },
  ],
  token_ids: ['7'],
  customer_authentication: false,
  bypass_authentication: false,
  validate_missing_attributes: true,
};

/** The reference names none. */
const scope = 'read_admins';
const since = '2.16';

export const routes: Route[] = [
  updatedFirstRoute(dataConnectors, { path: '/data_connectors', scope, since, perPage: 20, max: 50 }),
  oneRoute(dataConnectors, {
    path: '/data_connectors/:id',
    scope,
    since,
    missing: ['Data connector not found', 'data_connector_not_found'],
    json: ({ store, version }, connector) => ({ ...dataConnectors.json(store, connector, version), ...detail }),
  }),
  executionRoute(dataConnectors, { scope, since }),
];

export function seed(seeding: Seeding): void {
  const { store, end } = seeding;
  const connectors = [
    { name: 'Order status', description: 'Asks the shop for an order', state: 'live', http_method: 'post' },
    { name: 'Refund', description: 'Tells the shop to refund', state: 'live', direct_fin_usage: true },
    { name: 'Weather' },
  ] as const;
  for (const connector of connectors) {
    const created_at = between(seeding, end - 300 * day, end - 30 * day);
    createOne(store, dataConnectors, {
      ...connector,
      created_at,
      updated_at: between(seeding, created_at, end - day),
    });
  }
  seedExecutions(seeding, dataConnectors);
}
