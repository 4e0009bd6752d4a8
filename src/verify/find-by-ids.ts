/** Records as a search gives them, by their ids, through the scan's own reader. */
import { always } from '../core/ranges.ts';
import type { Entity, ReadContext } from '../intercom/readers/reader.ts';
import type { Filter } from '../intercom/readers/search-query.ts';
import { chunksOf } from './stored.ts';
import type { Unit } from './unit.ts';

/** Filters that stand in one group at most. */
const mostFilters = 15;

export async function findByIds(
  { scan }: Pick<Unit, 'scan'>,
  read: ReadContext,
  ids: readonly string[],
): Promise<Entity[]> {
  const find = async (some: string[]) => {
    const value: Filter[] = some.map((id) => ({ field: 'id', operator: '=', value: id }));
    const found = new Map<string, Entity>();
    for await (const { entities } of scan.read({ ...read, filters: [{ operator: 'OR', value }] }, always))
      for (const entity of entities) if (some.includes(String(entity.id))) found.set(String(entity.id), entity);
    return [...found.values()];
  };
  return (await Promise.all(chunksOf([...new Set(ids)], mostFilters).map(find))).flat();
}
