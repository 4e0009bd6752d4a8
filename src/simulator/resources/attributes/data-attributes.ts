import { listing } from '../../engine/listing.ts';
import { firstAdmin } from '../people/admins.ts';

/** A built-in or custom attribute of contacts or companies. Built-in ones have neither id nor times. */
export interface DataAttribute {
  id: number | undefined;
  model: 'contact' | 'company';
  name: string;
  full_name: string;
  label: string;
  description: string;
  data_type: 'string' | 'integer' | 'float' | 'boolean' | 'date';
  options: string[] | undefined;
  api_writable: boolean;
  messenger_writable: boolean;
  ui_writable: boolean;
  custom: boolean;
  archived: boolean;
  created_at: number | undefined;
  updated_at: number | undefined;
  admin_id: string | undefined;
}

export const dataAttributes = listing({
  name: 'data_attributes',
  one: 'DataAttribute',
  ids: { from: 12800n, step: 20 },
  blank: ({ id, now, store, given: { name = `attribute_${id}` } }): DataAttribute => ({
    id: Number(id),
    model: 'contact',
    name,
    full_name: `custom_attributes.${name}`,
    label: name,
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
    admin_id: firstAdmin(store)?.id ?? '0',
  }),
  // Built-in ones have no id, and two of the company's are called `name`.
  key: ({ model, full_name }) => `${model}.${full_name}`,
  // From 2.17 the built-in times are told to be `datetime`.
  json(_, attribute, version) {
    const { custom, model, data_type } = attribute;
    const isExact = version >= 217 && data_type === 'date' && !custom && model === 'contact';
    return { type: 'data_attribute', ...attribute, data_type: isExact ? 'datetime' : data_type };
  },
});
