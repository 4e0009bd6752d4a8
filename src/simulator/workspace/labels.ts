import type { DataAttribute, Segment, Tag } from '../model/labels.ts';
import { need, type Store } from './store.ts';

/** Changes of tags, segments and custom attributes. */
export function labelMutators(store: Store) {
  const { tags, segments, dataAttributes } = store;
  return {
    createTag(partial: Partial<Tag> = {}): Tag {
      const id = partial.id ?? store.ids.number('tag');
      const tag = { name: `Tag ${id}`, ...partial, id };
      tags.set(id, tag);
      return tag;
    },

    updateTag(id: string, partial: Partial<Tag>): Tag {
      const tag = { ...need(tags, id, 'tag'), ...partial, id };
      tags.set(id, tag);
      return tag;
    },

    /** Deletes a tag and takes it off everything that had it, which touches those records. */
    deleteTag(id: string): void {
      need(tags, id, 'tag');
      tags.delete(id);
      const updated_at = store.seconds();
      const without = <T extends { id: string }>(list: T[]): T[] => list.filter((tag) => tag.id !== id);
      for (const one of [...store.contacts.all.values()]) {
        if (one.tags.some((tag) => tag.id === id)) store.contacts.put({ ...one, tags: without(one.tags), updated_at });
      }
      for (const one of [...store.conversations.all.values()]) {
        if (one.tags.some((tag) => tag.id === id))
          store.conversations.put({ ...one, tags: without(one.tags), updated_at });
      }
      for (const one of [...store.companies.values()]) {
        if (!one.tag_ids.includes(id)) continue;
        store.companies.set(one.id, { ...one, tag_ids: one.tag_ids.filter((tag) => tag !== id), updated_at });
      }
    },

    createSegment(partial: Partial<Segment> = {}): Segment {
      const now = partial.created_at ?? store.seconds();
      const id = partial.id ?? store.ids.object(now);
      const segment: Segment = {
        name: `Segment ${id.slice(-4)}`,
        of: 'people',
        created_at: now,
        updated_at: now,
        person_type: 'user',
        ...partial,
        id,
      };
      segments.set(id, segment);
      return segment;
    },

    updateSegment(id: string, partial: Partial<Segment>): Segment {
      const segment = { ...need(segments, id, 'segment'), updated_at: store.seconds(), ...partial, id };
      segments.set(id, segment);
      return segment;
    },

    /** Deletes a segment; its members leave it without being touched. */
    deleteSegment(id: string): void {
      need(segments, id, 'segment');
      segments.delete(id);
      const without = (ids: string[]): string[] => ids.filter((one) => one !== id);
      for (const one of [...store.contacts.all.values()]) {
        if (one.segment_ids.includes(id)) store.contacts.put({ ...one, segment_ids: without(one.segment_ids) });
      }
      for (const one of [...store.companies.values()]) {
        if (one.segment_ids.includes(id))
          store.companies.set(one.id, { ...one, segment_ids: without(one.segment_ids) });
      }
    },

    /** Adds a custom attribute of contacts or companies. */
    createDataAttribute(partial: Partial<DataAttribute> & Pick<DataAttribute, 'model' | 'name'>): DataAttribute {
      const now = store.seconds();
      const attribute: DataAttribute = {
        id: Number(store.ids.number('attribute')),
        full_name: `custom_attributes.${partial.name}`,
        label: partial.name,
        description: '',
        data_type: 'string',
        options: undefined,
        api_writable: true,
        messenger_writable: false,
        ui_writable: true,
        custom: true,
        archived: false,
        created_at: now,
        updated_at: now,
        admin_id: store.admins.keys().next().value ?? '0',
        ...partial,
      };
      dataAttributes.set(`${attribute.model}.${attribute.full_name}`, attribute);
      return attribute;
    },

    updateDataAttribute(
      model: DataAttribute['model'],
      fullName: string,
      partial: Partial<DataAttribute>,
    ): DataAttribute {
      const key = `${model}.${fullName}`;
      const attribute = need(dataAttributes, key, 'data attribute');
      // Built-in ones have no times.
      const updated_at = attribute.updated_at === undefined ? undefined : store.seconds();
      const changed = { ...attribute, updated_at, ...partial, model, full_name: fullName };
      dataAttributes.set(key, changed);
      return changed;
    },

    deleteDataAttribute(model: DataAttribute['model'], fullName: string): void {
      dataAttributes.delete(`${model}.${fullName}`);
    },
  };
}
