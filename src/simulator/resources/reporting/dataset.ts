/** A dataset of reports: what its rows are about, and what they say of it. */
import type { Store } from '../../engine/store.ts';

export interface ReportAttribute<One> {
  qualified_id: string;
  name: string;
  /** Null where there is none. A time is in seconds. */
  value(one: One, store: Store): string | number | null | undefined;
}

export interface ReportDataset {
  id: string;
  name: string;
  description: string;
  /** The qualified id of the attribute by whose time a range goes. */
  time: string;
  attributes: readonly Omit<ReportAttribute<never>, 'value'>[];
  /** Of what began from `from` to `to`, both included: by qualified id. `version`: the rank of the API version asked for. */
  rows(store: Store, range: { from: number; to: number }, version: number): Record<string, string>[];
}

/** Such as `conversation_id` of `standard.conversation_id`. */
export const shortId = (qualified: string): string => qualified.slice(qualified.indexOf('.') + 1);

export function reportDataset<One>({
  all,
  attributes,
  ...about
}: Pick<ReportDataset, 'id' | 'name' | 'description' | 'time'> & {
  all(store: Store, version: number): One[];
  attributes: readonly ReportAttribute<One>[];
}): ReportDataset {
  const time = attributes.find(({ qualified_id }) => qualified_id === about.time)!;
  return {
    ...about,
    attributes,
    rows(store, { from, to }, version) {
      const isWithin = (one: One) => {
        const at = Number(time.value(one, store));
        return from <= at && at <= to;
      };
      return all(store, version)
        .filter(isWithin)
        .map((one) =>
          Object.fromEntries(
            attributes.map(({ qualified_id: id, value }) => [id, textOf(store, id, value(one, store) ?? null)]),
          ),
        );
    },
  };
}

function textOf({ settings }: Store, id: string, value: string | number | null): string {
  if (value === null) return '';
  const isTime = id.startsWith('timestamp.') && settings.exportTimes === 'text';
  return isTime ? new Date(Number(value) * 1000).toISOString().slice(0, 19).replace('T', ' ') : String(value);
}
