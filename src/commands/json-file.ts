/** Reading the JSON files that commands are given. */
import { readFile } from 'node:fs/promises';
import { ConnectorError, type ErrorCode } from '../core/errors.ts';
import { expandHome } from '../core/home.ts';

/** The file's JSON. Throws `code` where there is no such file or it is not JSON; its content is never quoted: it may hold a token. */
export async function readJsonFile(given: string, what: string, code: ErrorCode): Promise<unknown> {
  const path = expandHome(given);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be read';
    throw new ConnectorError(code, `The ${what} file ${path} ${reason}.`, {
      hint: 'Check the path and its permissions.',
    });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new ConnectorError(code, `The ${what} file ${path} is not valid JSON.`, {
      hint: 'Check it for a missing comma, quote or bracket.',
    });
  }
}

/** Why a file could not be read, by Node's code. */
const reasons: Record<string, string> = { ENOENT: 'does not exist', EISDIR: 'is a folder' };
