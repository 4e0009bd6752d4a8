/** Streams of what is inside another record: each row carries its parent's id and cursor. */
import { type Columns, described, epoch, text } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { defineStream, type Stream } from '../stream.ts';

/** A child's columns, after `<parent>_id` and `<parent>_updated_at`. */
const childColumns = (parent: string, parents: string, columns: Columns): Columns => ({
  [`${parent}_id`]: described(text, `The id of ${parents}.`),
  [`${parent}_updated_at`]: described(epoch, `When the ${parent} last changed, as its list says: the cursor.`),
  ...columns,
});

/** A child's rows. The parent is the listed one: a detail fetched later may have a later `updated_at`, which is no position. */
export const childRows = (parent: string, entity: Entity, children: readonly Entity[]): Row[] =>
  children.map((child) => ({
    ...child,
    [`${parent}_id`]: String(entity.id),
    [`${parent}_updated_at`]: entity.updated_at ?? null,
  }));

/** What the parent's stream does not say of a stream of children, or says otherwise. `columns`: those of the row itself. */
export type ChildLiteral = Pick<Stream, 'name' | 'description' | 'primaryKey' | 'columns' | 'rows'> & Partial<Stream>;

/** Completes the literal of a stream whose rows come as the whole set of one record of `parent`. `one`: what people call such a record. */
export const childStream = (parent: Stream, one: string, literal: ChildLiteral): Stream =>
  defineStream({
    permission: parent.permission,
    cursor: `${one}_updated_at`,
    parent: { stream: parent.name, column: `${one}_id` },
    scan: parent.scan,
    ...literal,
    columns: childColumns(one, parent.name, literal.columns),
  });
