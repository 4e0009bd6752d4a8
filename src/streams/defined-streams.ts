/** The streams of one configuration and one workspace: beside those of the registry, what each of the two defines. */
import { ConnectorError } from '../core/errors.ts';
import type { Config } from '../intercom/config.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import { unlessRefused } from './common/refused.ts';
import { customObjectsFamily } from './custom-objects/index.ts';
import { families } from './index.ts';
import type { ReportAccess } from './reporting/access.ts';
import { isReportingStream, reportingStreams } from './reporting/index.ts';
import type { Family, Stream, WorkspaceFamily } from './stream.ts';

export type DefiningConfig = Pick<Config, 'custom_object_types'>;

/** The families that a configuration knows, without a request. Throws `config_invalid`. */
export const definedFamilies = ({ custom_object_types: types }: DefiningConfig): Family[] => [
  ...families,
  customObjectsFamily(types),
];

/** The streams of these families. Throws `config_invalid`. */
export const definedStreams = (config: DefiningConfig): Stream[] =>
  definedFamilies(config).flatMap((family) => family.streams);

/** All that a workspace can be asked for. */
export const workspaceFamilies = (access: ReportAccess): readonly WorkspaceFamily[] => [reportingStreams(access)];

/** Whether only the workspace knows if there is a stream of this name. */
export const isOfWorkspace = (name: string): boolean => isReportingStream(name);

/** A stream that was asked for, which the workspace does not have, or does not tell. */
export interface MissingStream {
  stream: string;
  error: ConnectorError;
}

export interface WorkspaceStreams {
  streams: Stream[];
  /** Of the names that were wanted, those that should be among them. */
  missing: MissingStream[];
}

/** The streams of the workspace, where some of them may be wanted. Those that are refused are left out, which is logged. */
export async function workspaceStreams(
  context: ReadContext,
  wanted: readonly string[] | 'all',
  families: readonly WorkspaceFamily[],
): Promise<WorkspaceStreams> {
  const found = await Promise.all(families.map((family) => streamsIn(family, context, wanted)));
  return { streams: found.flatMap(({ streams }) => streams), missing: found.flatMap(({ missing }) => missing) };
}

async function streamsIn(
  { what, mayHave, read }: WorkspaceFamily,
  context: ReadContext,
  wanted: readonly string[] | 'all',
): Promise<WorkspaceStreams> {
  const named = wanted === 'all' ? [] : wanted.filter(mayHave);
  if (wanted !== 'all' && named.length === 0) return { streams: [], missing: [] };
  let refusal: ConnectorError | undefined;
  const streams = await unlessRefused(
    () => read(context),
    (why) => {
      refusal = why;
      context.log('info', `There are no streams of ${what}: ${why.message}`);
    },
  );
  const known = (streams ?? []).map(({ name }) => name);
  const missing = [...new Set(named)].filter((name) => !known.includes(name));
  return { streams: streams ?? [], missing: missing.map((stream) => missingStream(stream, { what, known, refusal })) };
}

function missingStream(
  stream: string,
  { what, known, refusal }: { what: string; known: readonly string[]; refusal: ConnectorError | undefined },
): MissingStream {
  if (refusal) {
    const { code, message, hint, details } = refusal;
    const text = `There is no stream "${stream}", since there are none of ${what}: ${message}`;
    return { stream, error: new ConnectorError(code, text, { hint, cause: refusal, details }) };
  }
  const there = known.length === 0 ? `It has none of ${what}.` : `There are: ${known.join(', ')}.`;
  const text = `The workspace has no stream "${stream}".`;
  return { stream, error: new ConnectorError('stream_unknown', text, { hint: there }) };
}
