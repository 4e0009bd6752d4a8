/** The simulator held against the published OpenAPI of 2.16. */
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/simulator/engine/json.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { routes } from '../../src/simulator/resources/index.ts';
import { hasOpenApi, readOpenApi, requireOpenApiInCi } from '../support/openapi.ts';
import { neverShown, replaced } from './contract-exceptions.ts';
import { type Coverage, definitionsId, type OpenApi, type StrictSchemas, strictSchemas } from './strict-schema.ts';

requireOpenApiInCi();

/** Endpoints that the reference of 2.16 lacks. */
const notIn216 = new Set(['GET /contacts/activities', 'GET /contacts/deleted', 'GET /folders']);

const simulator = createSimulator({ rateLimit: null });
const { workspace } = simulator;
const everything = { query: { field: 'updated_at', operator: '>', value: 0 }, pagination: { per_page: 150 } };
const all = (map: ReadonlyMap<string, unknown>, path: (id: string) => string): string[] => [...map.keys()].map(path);

const workspaceReports = ['conversation', 'call', 'conversation_rating_sent'];
const lastWeek = Math.floor(Date.now() / 1000) - 7 * 86_400;

/** What to ask of each endpoint, so that every variant of its answer occurs: query strings, paths, or bodies. */
const variants: Record<string, { paths?: string[]; bodies?: JsonObject[] }> = {
  'GET /admins': { paths: ['/admins', '/admins?display_avatar=true'] },
  'GET /admins/activity_logs': {
    paths: ['/admins/activity_logs?created_at_after=0', '/admins/activity_logs?created_at_after=0&page=2'],
  },
  'POST /admins/activity_logs/search': {
    bodies: [
      { created_at_after: 0, per_page: 250 },
      { created_at_after: 0, page: 2 },
    ],
  },
  'GET /admins/:id': { paths: all(workspace.admins, (id) => `/admins/${id}`) },
  'GET /segments/:id': { paths: all(workspace.segments, (id) => `/segments/${id}`) },
  'GET /segments': { paths: ['/segments', '/segments?include_count=true', '/segments?type=company'] },
  'GET /data_attributes': {
    paths: ['/data_attributes?model=contact&include_archived=true', '/data_attributes?model=company'],
  },
  'POST /contacts/search': { paths: ['/contacts/search?include_merge_history=true'], bodies: [everything] },
  'GET /contacts': { paths: ['/contacts?per_page=150'] },
  'GET /contacts/:id': { paths: all(workspace.contacts, (id) => `/contacts/${id}?include_merge_history=true`) },
  'GET /contacts/:id/companies': { paths: all(workspace.contacts, (id) => `/contacts/${id}/companies?per_page=10`) },
  'GET /contacts/:id/tags': { paths: all(workspace.contacts, (id) => `/contacts/${id}/tags`) },
  'GET /contacts/:id/notes': { paths: all(workspace.contacts, (id) => `/contacts/${id}/notes?per_page=10`) },
  'GET /contacts/:id/segments': { paths: all(workspace.contacts, (id) => `/contacts/${id}/segments`) },
  'GET /contacts/:id/subscriptions': { paths: all(workspace.contacts, (id) => `/contacts/${id}/subscriptions`) },
  'GET /contacts/:id/merge_history': {
    paths: [...workspace.mergedContacts.values()].map((id) => `/contacts/${id}/merge_history?per_page=1`),
  },
  'POST /companies/list': { paths: ['/companies/list?per_page=60', '/companies/list?per_page=5&page=2'] },
  'GET /companies/:id': { paths: all(workspace.companies, (id) => `/companies/${id}`) },
  'GET /companies/:id/segments': { paths: all(workspace.companies, (id) => `/companies/${id}/segments`) },
  'GET /companies/:id/contacts': { paths: all(workspace.companies, (id) => `/companies/${id}/contacts?per_page=2`) },
  'GET /events': {
    // What lists them is not documented: the reference declares the summary for both.
    paths: all(workspace.contacts, (id) => `/events?type=user&intercom_user_id=${id}&summary=true`),
  },
  'GET /companies/:id/notes': { paths: all(workspace.companies, (id) => `/companies/${id}/notes`) },
  'POST /conversations/search': {
    paths: ['/conversations/search?include_monitors=true&include_scorecards=true'],
    bodies: [everything],
  },
  'GET /conversations': { paths: ['/conversations?per_page=150&include_monitors=true&include_scorecards=true'] },
  'GET /conversations/deleted': { paths: ['/conversations/deleted?per_page=5'] },
  'GET /conversations/attributes': { paths: ['/conversations/attributes?include_archived=true'] },
  'GET /conversations/:id': {
    paths: all(workspace.conversations, (id) => `/conversations/${id}?include_monitors=true&include_scorecards=true`),
  },
  'GET /office_hours_schedules/:id/office_hours_exceptions': {
    paths: all(workspace.officeHoursSchedules, (id) => `/office_hours_schedules/${id}/office_hours_exceptions`),
  },
  'GET /teams/:id/metrics': { paths: all(workspace.teams, (id) => `/teams/${id}/metrics`) },
  'POST /calls/search': { bodies: [{ conversation_ids: [...workspace.conversations.keys()].slice(0, 20) }] },
  'GET /calls': { paths: ['/calls', '/calls?page=3'] },
  'GET /news/news_items': { paths: ['/news/news_items', '/news/news_items?per_page=2'] },
  'GET /news/newsfeeds/:id/items': {
    paths: all(workspace.newsfeeds, (id) => `/news/newsfeeds/${id}/items?per_page=1`),
  },
  'GET /ai/content_import_sources': { paths: ['/ai/content_import_sources?per_page=1'] },
  'GET /content/search': {
    paths: [
      '/content/search?per_page=50&content_types=snippet,external_content,file_source_content,internal_article,article',
      '/content/search?per_page=2&page=2',
    ],
  },
  'GET /data_connectors': { paths: ['/data_connectors', '/data_connectors?per_page=1'] },
  'GET /data_connectors/:id/execution_results': {
    paths: all(
      workspace.dataConnectors,
      (id) => `/data_connectors/${id}/execution_results?start_ts=0&include_bodies=true&per_page=30`,
    ),
  },
  'GET /macros': { paths: ['/macros', '/macros?per_page=2'] },
  'GET /conversations/:id/handling_events': {
    paths: all(workspace.conversations, (id) => `/conversations/${id}/handling_events`),
  },
  'GET /conversations/:id/side_conversations': {
    paths: all(workspace.conversations, (id) => `/conversations/${id}/side_conversations?per_page=1`),
  },
  'GET /articles/:id/versions': { paths: all(workspace.articles, (id) => `/articles/${id}/versions?per_page=1`) },
  'GET /articles/:id/draft': {
    paths: [...workspace.articles.values()]
      .filter(({ drafts }) => drafts.length > 0)
      .map(({ id }) => `/articles/${id}/draft`),
  },
  'GET /help_center/help_centers/:id/redirects': {
    paths: all(workspace.helpCenters, (id) => `/help_center/help_centers/${id}/redirects?per_page=250`),
  },
  'GET /custom_object_instances/:type': {
    paths: ['/custom_object_instances/Order?per_page=150', '/custom_object_instances/Order_Item?per_page=2&page=2'],
  },
  'GET /custom_object_instances/:type/:id': {
    paths: [...workspace.customObjectInstances.values()].map(
      ({ type, id }) => `/custom_object_instances/${type}/${id}`,
    ),
  },
  'POST /tickets/search': { bodies: [everything] },
  'POST /export/content/data': { bodies: [{ created_at_after: 0, created_at_before: 2_000_000_000 }] },
  'GET /export/content/data/:id': {
    paths: [`/export/content/data/${workspace.startMessageExport({ from: 0, to: 0 })}`],
  },
  'GET /messages/status': {
    paths: ['/messages/status?ruleset_id=300101', '/messages/status?ruleset_id=300101&per_page=100'],
  },
  'POST /export/reporting_data/enqueue': {
    bodies: workspaceReports.map((dataset_id) => ({
      dataset_id,
      attribute_ids: ['standard.conversation_id'],
      start_time: lastWeek,
      end_time: 2_000_000_000,
    })),
  },
  'GET /export/reporting_data/:id': {
    paths: [`/export/reporting_data/${workspace.startReport({ dataset: 'call', from: lastWeek, to: 2_000_000_000 })}`],
  },
  'GET /tickets/:id': { paths: all(workspace.tickets, (id) => `/tickets/${id}`) },
};

describe.runIf(hasOpenApi)('the simulator and the OpenAPI of 2.16', () => {
  let api: OpenApi;
  let schemas: StrictSchemas;
  let ajv: Ajv;
  const coverage: Coverage = { declared: new Set(), occurred: new Set() };

  beforeAll(async () => {
    // merge_history only shows where there is a page after it.
    const [lead, other] = [workspace.createContact({ role: 'lead' }), workspace.createContact({ role: 'lead' })];
    const user = [...workspace.mergedContacts.values()][0]!;
    workspace.mergeContacts(lead.id, user);
    workspace.mergeContacts(other.id, user);

    api = readOpenApi() as OpenApi;
    const schemasOnTheWire = Object.fromEntries(Object.entries(replaced).map(([path, { schema }]) => [path, schema]));
    schemas = strictSchemas(api, { replaced: schemasOnTheWire });
    ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema({ $id: definitionsId, definitions: schemas.definitions });
  });

  const ask = (method: string, path: string, body?: JsonObject): Promise<Response> =>
    simulator.fetch(
      new Request(`https://api.simulator.example${path}`, {
        method,
        headers: { Authorization: 'Bearer simulator-token', 'Intercom-Version': '2.16' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  const compile = (schema: JsonObject): ValidateFunction => ajv.compile(schemas.schemaOf(schema));

  /** The path itself; where it takes an id, it with every id that the list above it gives. */
  const pathsOf = async (path: string): Promise<string[]> => {
    const above = path.replace(/\/:id$/, '');
    if (above === path) return [path];
    const list = Object.values((await (await ask('GET', above)).json()) as JsonObject).find(Array.isArray) ?? [];
    return list.map((one) => `${above}/${(one as JsonObject).id}`);
  };

  for (const route of routes) {
    const { method, path } = route;
    const name = `${method} ${path}`;
    if (notIn216.has(name)) continue;

    if ('file' in route) {
      test(`gives files at ${name}, which is declared`, () => {
        expect(documented(api, method, path)).toHaveProperty('responses.200');
      });
      continue;
    }

    test(`answers ${name} in the declared shape`, async () => {
      const schema = successSchema(api, method, path);
      const validate = compile(schema);
      const { paths = await pathsOf(path), bodies = [undefined] } = variants[name] ?? {};
      expect(paths.length, 'nothing to ask').toBeGreaterThan(0);
      for (const variant of paths) {
        expect(variant, `say in variants what ${name} is to be asked`).not.toContain(':');
        for (const body of bodies) {
          const response = await ask(method, variant, body);
          const answer = (await response.json()) as JsonObject;
          expect(response.status, JSON.stringify(answer)).toBe(200);
          const errors = validate(answer) ? [] : [...new Set(validate.errors!.map(describeError))].slice(0, 20);
          expect(errors, variant).toEqual([]);
          schemas.cover(schema, answer, coverage);
        }
      }
    });
  }

  test('answers errors in the declared shape', async () => {
    const validate = compile({ $ref: '#/components/schemas/error' });
    const merged = [...workspace.mergedContacts.keys()][0]!;
    const asked: [number, Response][] = [
      [401, await simulator.fetch(new Request('https://api.simulator.example/me'))],
      [404, await ask('GET', '/conversations/1')],
      [404, await ask('GET', '/nowhere')],
      [410, await ask('GET', `/contacts/${merged}`)],
      [422, await ask('GET', '/data_attributes?model=conversation')],
      [400, await ask('POST', '/contacts/search', {})],
    ];
    for (const [status, response] of asked) {
      expect(response.status).toBe(status);
      const answer: unknown = await response.json();
      expect(validate(answer) ? [] : validate.errors!.map(describeError)).toEqual([]);
    }
  });

  test('shows every declared property somewhere', () => {
    const missing = [...coverage.declared].filter((name) => !coverage.occurred.has(name) && !(name in neverShown));
    expect(missing).toEqual([]);
  });

  test('lists no exception without need', () => {
    expect(Object.keys(neverShown).filter((name) => coverage.occurred.has(name))).toEqual([]);
  });
});

/** The schema of the 200 of the documented endpoint. */
function successSchema(api: OpenApi, method: string, path: string): JsonObject {
  const { responses } = documented(api, method, path) as {
    responses: Record<string, { content: Record<string, { schema: JsonObject }> }>;
  };
  return responses['200']!.content['application/json']!.schema;
}

/** The documented endpoint whose path has parameters in the same places. */
function documented(api: OpenApi, method: string, path: string): unknown {
  const shape = (one: string): string => one.replace(/\{[^}]+\}|:\w+/g, ':');
  const operation = Object.entries(api.paths).find(
    ([documented, operations]) => shape(documented) === shape(path) && operations[method.toLowerCase()],
  );
  expect(operation, `${method} ${path} is not documented`).toBeDefined();
  return operation![1][method.toLowerCase()];
}

function describeError({ instancePath, message, params }: NonNullable<ValidateFunction['errors']>[number]): string {
  return `${instancePath.replace(/\/\d+/g, '/*')} ${message} ${JSON.stringify(params)}`;
}
