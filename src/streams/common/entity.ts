/** Reading Intercom's objects, which are what their sender made of them: what is absent or of another type is skipped. */
import { microseconds } from '../../core/columns/kinds/times.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import type { Scan } from '../stream.ts';

export const isEntity = (value: unknown): value is Entity =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is at the end of a path of fields; undefined where the path breaks off. */
export const valueAt = (entity: Entity | undefined, ...path: string[]): unknown =>
  path.reduce<unknown>((value, field) => (isEntity(value) ? value[field] : undefined), entity);

/** The objects of the list at the end of a path of fields; none where there is no list. */
export function entitiesAt(entity: Entity | undefined, ...path: string[]): Entity[] {
  const value = valueAt(entity, ...path);
  return Array.isArray(value) ? value.filter(isEntity) : [];
}

/** The number at the end of a path of fields. */
export function numberAt(entity: Entity | undefined, ...path: string[]): number | undefined {
  const value = valueAt(entity, ...path);
  return typeof value === 'number' ? value : undefined;
}

/** Whether a value can tell a record from others. */
export const isId = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value));

/** The objects of a list that say which they are. */
export const withId = (items: readonly Entity[]): Entity[] => items.filter(({ id }) => isId(id));

/** Whether the value is a list of nothing but objects that say which they are. */
export const isListOfIds = (value: unknown): value is Entity[] =>
  Array.isArray(value) && value.every((item) => isEntity(item) && isId(item.id));

/** The cursor of most scans. */
export const updatedAt: NonNullable<Scan['cursor']> = {
  name: 'updated_at',
  of: (entity) => numberAt(entity, 'updated_at'),
};

/** The cursor of scans whose objects say in ISO 8601 when they changed: a position is in unix seconds all the same. */
export const updatedAtInIso: NonNullable<Scan['cursor']> = {
  name: 'updated_at',
  of(entity) {
    const at = microseconds(entity.updated_at);
    return at === undefined ? undefined : Math.floor(at / 1e6);
  },
};
