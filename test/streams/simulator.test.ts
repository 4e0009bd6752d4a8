/** Every stream read from the simulator by its own scan, detail and row function: whole, and told by its columns. */
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Column, type Columns, deletedAt, deletedReason, jsonSchema } from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import { rowConverter } from '../../src/engine/convert.ts';
import type { Entity } from '../../src/intercom/readers/reader.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { isEntity } from '../../src/streams/common/entity.ts';
import { conversationDetail } from '../../src/streams/conversations/detail.ts';
import { isFeed, type Stream } from '../../src/streams/stream.ts';
import { throughFetch } from '../intercom/through-fetch.ts';
import { oracleOf } from '../support/oracle/index.ts';
import { streams } from '../support/registry.ts';
import { contextOver } from './read-context.ts';

const simulator = createSimulator({ rateLimit: null });
// What no workspace is seeded with, since files of before are compared with what is.
simulator.workspace.createDataAttribute({ model: 'company', name: 'tier', options: ['free', 'paid'] });
simulator.workspace.archiveContact(
  simulator.workspace.createContact({ external_id: 'gone', email: 'a&b@x.example' }).id,
);

const ajv = addFormats.default(new Ajv.default({ strict: true, allowUnionTypes: true, keywords: ['airbyte_type'] }));

/** Deletion marks are null on live records. */
const deletionMarks = [deletedAt, deletedReason];

const mayBeEmpty = ({ name }: Stream, column: string): boolean =>
  deletionMarks.includes(column) ||
  Object.keys(oracleOf(name).neverFilled ?? {}).some((pattern) =>
    pattern.endsWith('*') ? column.startsWith(pattern.slice(0, -1)) : column === pattern,
  );

/** As text, so that records come parsed: what is not parsed can't be frozen. */
const context = contextOver(async (request) => {
  const response = await throughFetch(simulator.fetch)(request);
  return { ...response, body: response.body.toString() };
});

/** Entities with their details, as the engine would have them; frozen, so that a row function that writes to them fails. */
async function materialOf(stream: Stream): Promise<[Entity, Entity | undefined][]> {
  const entities = new Map<unknown, Entity>();
  const range = { from: 0, to: Number.POSITIVE_INFINITY };
  const { scan } = stream;
  if (isFeed(scan)) {
    for await (const page of scan.follow(context, undefined))
      for (const entity of page) entities.set(entity.id, entity);
  } else {
    for await (const page of scan.read(context, range)) {
      for (const entity of page.entities) {
        const id = entity.id ?? entity.full_name;
        entities.set(id === undefined ? entity : JSON.stringify([entity.type, id]), entity);
      }
    }
  }
  const mine = [...entities.values()].filter((entity) => stream.only?.matches(entity) ?? true);
  const { detail } = stream;
  return Promise.all(
    mine.map(async (entity) => [
      deepFreeze(entity),
      detail?.needed(entity) ? deepFreeze(await detail.fetch(context, entity)) : undefined,
    ]),
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

/** Paths of fields that no column declares; what is below a map or a json column is anyone's. */
function undeclared(value: Entity, columns: Columns, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, held]) => {
    const column = columns[name];
    return column ? undeclaredBelow(held, column, prefix + name) : [prefix + name];
  });
}

function undeclaredBelow(value: unknown, column: Column, path: string): string[] {
  if (column.kind === 'list' && Array.isArray(value)) {
    return value.flatMap((item) => undeclaredBelow(item, column.item, `${path}[]`));
  }
  const isMap = column.kind === 'object' && Object.keys(column.fields).length === 0;
  return column.kind === 'object' && !isMap && isEntity(value) ? undeclared(value, column.fields, `${path}.`) : [];
}

describe.each(streams.map((stream) => ({ name: stream.name, stream })))('$name', ({ stream }) => {
  let material: [Entity, Entity | undefined][];
  let raw: Row[];
  let rows: Row[];
  const mismatches: string[] = [];

  beforeAll(async () => {
    material = await materialOf(stream);
    raw = material.flatMap(([entity, detail]) => stream.rows(entity, detail));
    rows = raw.map(rowConverter(stream.columns, (path) => mismatches.push(path)));
  });

  test('has every row there is', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBe(oracleOf(stream.name).rows(simulator.workspace).length);
  });

  test('has no two rows of one key', () => {
    const keys = rows.map((row) => JSON.stringify(stream.primaryKey.map((column) => row[column])));
    expect(keys.filter((key) => key.includes('null'))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('makes the same rows of the same entity, which it leaves as it was', () => {
    expect(material.flatMap(([entity, detail]) => stream.rows(entity, detail))).toEqual(raw);
  });

  test('declares every field that occurs', () => {
    expect([...new Set(rows.flatMap((row) => undeclared(row, stream.columns)))]).toEqual([]);
  });

  test('fills every column somewhere', () => {
    const empty = Object.keys(stream.columns).filter((column) => rows.every((row) => (row[column] ?? null) === null));
    expect(empty.filter((column) => !mayBeEmpty(stream, column))).toEqual([]);
  });

  test('has rows that fit their columns and their JSON schema', () => {
    expect([...new Set(mismatches)]).toEqual([]);
    const validate = ajv.compile(jsonSchema(stream.columns));
    const wrong = rows.flatMap((row) => (validate(row) ? [] : (validate.errors ?? [])));
    expect(wrong.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
  });

  test('has a cursor on every row', () => {
    const { cursor } = stream;
    if (cursor) expect(rows.filter((row) => !['number', 'string'].includes(typeof row[cursor]))).toEqual([]);
  });
});

test('conversations with parts are asked for once by each stream that is made of them, and no others', () => {
  const asked = simulator.requests.all
    .filter(({ path }) => /^\/conversations\/\d+$/.test(path))
    .map(({ path }) => path);
  const withParts = simulator.workspace
    .truth('conversations')
    .filter(({ statistics }) => (statistics as Entity).count_conversation_parts !== 0);
  expect(new Set(asked)).toEqual(new Set(withParts.map(({ id }) => `/conversations/${id}`)));
  const askers = streams.filter(({ detail }) => detail === conversationDetail);
  expect(asked.length).toBe(withParts.length * askers.length);
});
