/**
 * Whether Intercom still answers for records that are there. A 404 may be a deletion, or a gateway that has lost its way:
 * then records that answered a moment ago answer 404 as well.
 */
import { ConnectorError } from '../core/errors.ts';
import type { Entity, ReadContext } from '../intercom/readers/reader.ts';
import type { Detail } from '../streams/stream.ts';
import type { StreamRun } from './stream-run.ts';

/** `live`: what is known to be there is found. `dead`: most of it answers 404. `unknown`: nothing is known to be there. */
export type ApiLiveness = 'live' | 'dead' | 'unknown';

export interface Liveness {
  /** This entity is there: its detail has answered, or the list shows it and it has none. */
  note(detail: Detail, entity: Entity): void;
  /** Asks for those that are known to be there. */
  of(detail: Detail, context: ReadContext): Promise<ApiLiveness>;
}

/** So many are asked: one of them may be deleted by now. */
const asked = 3;

export function createLiveness(): Liveness {
  const known = new Map<Detail, Entity[]>();
  return {
    note(detail, { id }) {
      known.set(detail, [...(known.get(detail) ?? []).slice(1 - asked), { id }]);
    },
    async of(detail, context) {
      const entities = known.get(detail) ?? [];
      if (entities.length === 0) return 'unknown';
      const answers = await Promise.all(entities.map((entity) => detail.fetch(context, entity, 'check')));
      return answers.filter((answer) => answer === undefined).length > entities.length / 2 ? 'dead' : 'live';
    },
  };
}

/** The error of runs whose details answer 404 where they are known to be there. */
export const outage = (runs: readonly StreamRun[]): ConnectorError =>
  new ConnectorError(
    'api_unavailable',
    `Intercom answers 404 for ${runs[0]?.stream.parent?.stream ?? 'records'} that are there.`,
    { hint: 'Run it again later: it goes on where it stopped, and nothing is taken for deleted.' },
  );
