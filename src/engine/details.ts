/** The details of a page's entities, asked for ahead of the one that is let out. */
import type { Entity, ReadContext } from '../intercom/readers/reader.ts';
import type { Detail } from '../streams/stream.ts';
import { mapAhead } from './concurrently.ts';
import { createHolding, type Holding } from './holding.ts';

/** What came of asking for an entity's detail. `gone`: a 404. `not needed`: its rows are known without it. */
export type DetailAnswer = Entity | 'gone' | 'not needed';

export interface FetchedDetail {
  entity: Entity;
  answer: DetailAnswer;
  /** The memory that the answer takes, where it was asked for: for its taker to close. */
  holding?: Holding;
}

/** Details of one page under way, or waiting to be taken. Of rare ones all: the few stand far apart, and would be waited for in turn. */
const detailsAhead = 50;

/** Yields the entities with their details, in their order. Rejects where one can't be had. */
export async function* fetchDetails(
  detail: Detail,
  entities: readonly Entity[],
  context: ReadContext,
): AsyncGenerator<FetchedDetail> {
  /** Those that have not been taken. */
  const holdings = new Map<Entity, Holding>();
  const ahead = detail.rare ? entities.length : detailsAhead;
  const answers = mapAhead(entities, ahead, async (entity): Promise<DetailAnswer> => {
    if (!detail.needed(entity)) return 'not needed';
    const holding = createHolding();
    holdings.set(entity, holding);
    const client = context.client.with({ hold: holding.hold });
    return (await detail.fetch({ ...context, client }, entity)) ?? 'gone';
  });
  try {
    for await (const [entity, answer] of answers) {
      const holding = holdings.get(entity);
      holdings.delete(entity);
      yield { entity, answer, holding };
    }
  } finally {
    for (const holding of holdings.values()) holding.close();
  }
}
