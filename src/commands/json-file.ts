/** Reading the JSON files that commands are given. */
import { open, readFile } from 'node:fs/promises';
import { ConnectorError, type ErrorCode } from '../core/errors.ts';
import { expandHome } from '../core/home.ts';

/**
 * A file of messages as our stdout is: JSON Lines, of which those are given that are wanted, or a JSON value, which is given as it is. A file may be the
 * whole output of a read: it is read line by line, and what is not wanted is dropped. Throws `code` as `readJsonFile` does, and where a file of
 * lines has none that is wanted.
 */
export async function readMessages(
  given: string,
  { what, code, type }: { what: string; code: ErrorCode; type: 'STATE' | 'CATALOG' },
): Promise<unknown> {
  const path = expandHome(given);
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(error, { path, what, code });
  });
  const wanted: unknown[] = [];
  let number = 0;
  try {
    for await (const line of file.readLines()) {
      if (line.trim() === '') continue;
      number += 1;
      const message = parsedLine(line);
      // A value that takes several lines, or is no message.
      if (number === 1 && !isMessage(message)) return await readJsonFile(given, what, code);
      if (!isMessage(message)) {
        throw new ConnectorError(code, `Line ${number} of the ${what} file ${path} is not a message of JSON.`, {
          hint: 'Give what the command wrote on stdout, without its stderr.',
        });
      }
      if (message.type === type || (type === 'STATE' && bareStates.includes(message.type))) wanted.push(message);
    }
  } catch (error) {
    throw error instanceof ConnectorError ? error : unreadable(error, { path, what, code });
  } finally {
    await file.close();
  }
  if (wanted.length > 0) return wanted;
  // An empty file is no JSON, which is told as of any other.
  if (number === 0) return readJsonFile(given, what, code);
  throw new ConnectorError(code, `The ${what} file ${path} holds messages, and none of them is a ${type}.`, {
    hint: 'Give the output of the command that wrote it, up to its end.',
  });
}

/** States as platforms keep them, without the message that they came in. */
const bareStates = ['STREAM', 'GLOBAL', 'LEGACY'];

/** The kinds of lines on stdout. */
const messageTypes = [
  'RECORD',
  'STATE',
  'LOG',
  'TRACE',
  'CATALOG',
  'SPEC',
  'CONNECTION_STATUS',
  'CONTROL',
  // Singer's, beside RECORD and STATE.
  'SCHEMA',
  'ACTIVATE_VERSION',
  ...bareStates,
];

const isMessage = (value: unknown): value is { type: string } =>
  typeof value === 'object' && value !== null && 'type' in value && messageTypes.includes(String(value.type));

/** Records are many, and not looked into. */
const recordBegins = '{"type":"RECORD",';

function parsedLine(line: string): unknown {
  if (line.startsWith(recordBegins)) return { type: 'RECORD' };
  try {
    return JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** The file's JSON. Throws `code` where there is no such file or it is not JSON; its content is never quoted: it may hold a token. */
export async function readJsonFile(given: string, what: string, code: ErrorCode): Promise<unknown> {
  const path = expandHome(given);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(error, { path, what, code });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new ConnectorError(code, `The ${what} file ${path} is not valid JSON.`, {
      hint: 'Check it for a missing comma, quote or bracket.',
    });
  }
}

function unreadable(error: unknown, { path, what, code }: { path: string; what: string; code: ErrorCode }) {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be read';
  return new ConnectorError(code, `The ${what} file ${path} ${reason}.`, {
    hint: 'Check the path and its permissions.',
  });
}

/** Why a file could not be read, by Node's code. */
const reasons: Record<string, string> = { ENOENT: 'does not exist', EISDIR: 'is a folder' };
