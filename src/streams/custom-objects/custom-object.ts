/** Custom objects: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/custom-object-instances */
import { described, epoch, object, text } from '../../core/columns/columns.ts';
import { ConnectorError } from '../../core/errors.ts';
import { isOwnRefusal } from '../../intercom/http/response.ts';
import { latestFirst } from '../../intercom/readers/latest-first.ts';
import type { Reader } from '../../intercom/readers/reader.ts';
import { attempts } from '../common/any-record.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Stream } from '../stream.ts';
import { customObjectStreamName } from './name.ts';

const pathOf = (type: string): string => `/custom_object_instances/${encodeURIComponent(type)}`;

/** The stream of the instances of one type. Throws `config_invalid` where its name gives none for a stream. */
export function customObjectStream(type: string): Stream {
  const name = customObjectStreamName(type);
  return defineStream({
    name,
    description: `The instances of the custom object type ${type}.`,
    permission: permissions.customObjects,
    since: '2.16',
    primaryKey: ['id'],
    byId: (id) => `/custom_object_instances/${encodeURIComponent(type)}/${encodeURIComponent(id)}`,
    cursor: 'updated_at',
    columns: {
      type: described(text, "The type's identifier."),
      id: text,
      external_id: described(text, "Your application's id."),
      external_created_at: described(epoch, 'When your application created it.'),
      external_updated_at: described(epoch, 'When your application last changed it.'),
      created_at: epoch,
      updated_at: epoch,
      // No endpoint gives the definitions of a type's attributes. One that refers to other records holds them as Intercom gives them.
      custom_attributes: object({}),
    },
    probe: (client) => client.get(pathOf(type), { query: { per_page: '1' }, attempts }).catch(rethrowOf(type)),
    scan: { name, cursor: updatedAt, read: instances(type) },
  });
}

/** Nothing filters by time, and no document says in which order they come: read whole, and its front once more, where what changed may be. */
function instances(type: string): Reader['read'] {
  const read = latestFirst({ path: pathOf(type), items: 'data', pageSize: 150 });
  return async function* (context, range) {
    try {
      yield* read(context, range);
    } catch (error) {
      rethrowOf(type)(error);
    }
  };
}

/** Of the list a 404 says that there is no such type. */
const rethrowOf =
  (type: string) =>
  (error: unknown): never => {
    if (!isOwnRefusal(error, ['not_found'])) throw error;
    throw new ConnectorError('config_invalid', `Intercom knows no custom object type "${type}".`, {
      hint: 'Give "custom_object_types" the identifiers as they stand in Intercom, under Settings > Data > Custom objects, in upper and lower case.',
      cause: error,
      details: error.details,
    });
  };
