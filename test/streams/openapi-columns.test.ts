/** The columns of every stream are those that Intercom's OpenAPI document describes, but for exceptions that are listed with their reasons. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type OpenApi, schemaColumns } from '../../scripts/openapi-columns.ts';
import { hasOpenApi, readOpenApi, requireOpenApiInCi } from '../support/openapi.ts';
import { oracleOf, oracles } from '../support/oracle/index.ts';
import { streams } from '../support/registry.ts';
import { columnDifferences } from './column-differences.ts';

requireOpenApiInCi();

test('every stream has an oracle, and every oracle a stream', () => {
  expect(Object.keys(oracles).sort()).toEqual(streams.map(({ name }) => name).sort());
});

describe.runIf(hasOpenApi)('the columns and the OpenAPI of 2.16', () => {
  let document: OpenApi;
  beforeAll(() => {
    document = readOpenApi() as OpenApi;
  });

  for (const { name, columns } of streams) {
    const { contract } = oracleOf(name);
    if ('undocumented' in contract) continue;
    const { schema, exceptions = {} } = contract;

    test(`of ${name} are those of ${schema}, but for the exceptions listed, of which all are needed`, () => {
      const differences = columnDifferences(columns, schemaColumns(document, schema));
      expect(differences.sort()).toEqual(Object.keys(exceptions).sort());
    });
  }
});
