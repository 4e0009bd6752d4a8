/** The streams of one configuration and one workspace: beside those of the registry, what each of the two defines. */
import type { Config } from '../intercom/config.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import { unlessRefused } from './common/refused.ts';
import { customObjectsFamily } from './custom-objects/index.ts';
import { families } from './index.ts';
import type { Family, Stream } from './stream.ts';

export type DefiningConfig = Pick<Config, 'custom_object_types'>;

/** The families that a configuration knows, without a request. Throws `config_invalid`. */
export const definedFamilies = ({ custom_object_types: types }: DefiningConfig): Family[] => [
  ...families,
  customObjectsFamily(types),
];

/** The streams of these families. Throws `config_invalid`. */
export const definedStreams = (config: DefiningConfig): Stream[] =>
  definedFamilies(config).flatMap((family) => family.streams);

/** Streams that only the workspace can name. */
export interface WorkspaceFamily {
  /** For people: 'the datasets of its reports'. */
  what: string;
  /** Whether a stream of this name may be one of them: nothing is asked for others. */
  mayHave(name: string): boolean;
  read(context: ReadContext): Promise<Stream[]>;
}

/** All that a workspace can be asked for. */
const workspaceFamilies: readonly WorkspaceFamily[] = [];

/** The streams of the workspace among which there may be some that are wanted. Those that are refused are left out, which is logged. */
export async function workspaceStreams(
  context: ReadContext,
  wanted: readonly string[] | 'all',
  asked: readonly WorkspaceFamily[] = workspaceFamilies,
): Promise<Stream[]> {
  const some = asked.filter((family) => wanted === 'all' || wanted.some(family.mayHave));
  const found = await Promise.all(
    some.map(({ what, read }) =>
      unlessRefused(
        () => read(context),
        (why) => context.log('info', `There are no streams of ${what}: ${why.message}`),
      ),
    ),
  );
  return found.flatMap((streams) => streams ?? []);
}
