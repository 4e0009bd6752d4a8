/** The datasets of a workspace's reports: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/reporting-data-export */
import { ConnectorError } from '../../core/errors.ts';
import type { ReadContext } from '../../intercom/readers/reader.ts';
import { isEntity } from '../common/entity.ts';

/** What a dataset says of each of its rows. */
export interface Attribute {
  /** Such as `conversation_id`. Two may have the same. */
  id: string;
  /** Such as `standard.conversation_id`: what it is asked for by. */
  qualifiedId: string;
  /** For people. */
  name: string;
}

export interface Dataset {
  id: string;
  /** For people. */
  name: string;
  description: string;
  /** The id of the attribute by whose time its reports go. */
  timeId: string;
  attributes: Attribute[];
}

/** Asks for the datasets; those without an id or an attribute are left out. */
export async function readDatasets({ client }: Pick<ReadContext, 'client'>): Promise<Dataset[]> {
  const { data } = await client.get('/export/reporting_data/get_datasets');
  if (!Array.isArray(data))
    throw new ConnectorError('request_refused', 'Intercom gives no list of the datasets of its reports.');
  return data.flatMap((given): Dataset[] => {
    if (!isEntity(given)) return [];
    const id = textOf(given.id);
    const attributes = (Array.isArray(given.attributes) ? given.attributes : []).flatMap(attributeOf);
    if (id === '' || attributes.length === 0) return [];
    return [
      {
        id,
        name: textOf(given.name) || id,
        description: textOf(given.description),
        timeId: textOf(given.default_time_attribute_id),
        attributes: [...new Map(attributes.map((one) => [one.qualifiedId, one])).values()],
      },
    ];
  });
}

function attributeOf(given: unknown): Attribute[] {
  if (!isEntity(given)) return [];
  const qualifiedId = textOf(given.qualified_id) || textOf(given.id);
  const id = textOf(given.id) || qualifiedId;
  return id === '' ? [] : [{ id, qualifiedId, name: textOf(given.name) }];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
