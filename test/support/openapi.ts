/**
 * Intercom's OpenAPI document of 2.16, which is no part of this repository (https://github.com/intercom/Intercom-OpenAPI): what is held
 * against it is not run where it is missing, and fails there in CI.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const file =
  process.env.INTERCOM_OPENAPI ?? fileURLToPath(new URL('../../../shared/openapi/intercom-2.16.yaml', import.meta.url));

/** For `describe.runIf`. */
export const hasOpenApi = existsSync(file);

/** The document; its reader says as what. */
export const readOpenApi = (): unknown => parse(readFileSync(file, 'utf8'));

/** Adds the test that fails in CI where the document is missing. */
export function requireOpenApiInCi(): void {
  test.runIf(process.env.CI)('has the OpenAPI document to compare with', () => {
    expect(hasOpenApi, `${file} is missing; set INTERCOM_OPENAPI`).toBe(true);
  });
}
