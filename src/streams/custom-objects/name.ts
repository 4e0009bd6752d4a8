/** What the stream of a custom object type is called: `custom_object_order_item` of OrderItem, of "Order Item" and of order-item. */
import { ConnectorError } from '../../core/errors.ts';

const prefix = 'custom_object_';

/** Throws `config_invalid` where there is no letter and no digit in it. */
export function customObjectStreamName(type: string): string {
  const words = type
    .normalize('NFC')
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.length > 0) return prefix + words.join('_').toLowerCase();
  throw new ConnectorError('config_invalid', `"custom_object_types": "${type}" gives no name for a stream.`, {
    hint: 'It takes the identifiers of types as they stand in Intercom, such as ["Order"].',
  });
}
