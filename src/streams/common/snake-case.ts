/** Names for streams and columns, made of what people call things. */

/** `order_item` of OrderItem, of "Order Item" and of order-item; empty where there is no letter and no digit. */
export const snakeCase = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('_')
    .toLowerCase();
