/** Singer's messages as lines of JSON, each with its line feed. https://github.com/singer-io/getting-started/blob/master/docs/SPEC.md */
import type { StreamInfo } from '../../core/catalog.ts';
import { recordLines } from '../record-line.ts';
import { singerSchema } from './schema.ts';

const line = (message: object): string => `${JSON.stringify(message)}\n`;

/** SCHEMA, which comes before the stream's first record. */
export const schemaLine = ({ name, columns, primaryKey, cursor }: StreamInfo): string =>
  line({
    type: 'SCHEMA',
    stream: name,
    schema: singerSchema(columns),
    key_properties: primaryKey,
    bookmark_properties: cursor === undefined ? [] : [cursor],
  });

/** Makes the RECORD lines of a stream. `version`: of the table. */
export function recordEncoder(stream: string, version: number | undefined) {
  const of = version === undefined ? '' : `"version":${version},`;
  return recordLines({
    head: `{"type":"RECORD","stream":${JSON.stringify(stream)},"record":`,
    tail: (extractedAt) => `,${of}"time_extracted":"${new Date(extractedAt).toISOString()}"}\n`,
  });
}

/** ACTIVATE_VERSION: all rows of the table's version are out, and those of older ones are gone. */
export const activateVersionLine = (stream: string, version: number): string =>
  line({ type: 'ACTIVATE_VERSION', stream, version });

/** STATE of bookmarks that are written already. */
export const stateLine = (bookmarks: Iterable<readonly [stream: string, text: string]>): string => {
  const members = [...bookmarks].map(([stream, text]) => `${JSON.stringify(stream)}:${text}`);
  return `{"type":"STATE","value":{"bookmarks":{${members.join(',')}}}}\n`;
};

/** A bookmark as `stateLine` takes it. */
export const bookmarkText = (bookmark: unknown): string => JSON.stringify(bookmark);
