/** What the stream of a custom object type is called: `custom_object_order_item` of OrderItem, of "Order Item" and of order-item. */
import { ConnectorError } from '../../core/errors.ts';
import { snakeCase } from '../common/snake-case.ts';

const prefix = 'custom_object_';

/** Throws `config_invalid` where there is no letter and no digit in it. */
export function customObjectStreamName(type: string): string {
  const name = snakeCase(type);
  if (name !== '') return prefix + name;
  throw new ConnectorError('config_invalid', `"custom_object_types": "${type}" gives no name for a stream.`, {
    hint: 'It takes the identifiers of types as they stand in Intercom, such as ["Order"].',
  });
}
