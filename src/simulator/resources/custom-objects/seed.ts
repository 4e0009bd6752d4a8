import { createOne } from '../../engine/listing.ts';
import { between, recently, type Seeding } from '../../engine/seeding.ts';
import { contacts } from '../contacts/tables.ts';
import { conversations } from '../conversations/tables.ts';
import { customObjectInstances } from './instances.ts';

/** Orders, some of which no application has dated, with who gave them and what is said of them; and what some of them hold. */
export function seedCustomObjects(seeding: Seeding): void {
  const { store, random, end } = seeding;
  const contactIds = [...store.get(contacts).all.keys()];
  const conversationIds = [...store.get(conversations).all.keys()];
  for (let i = 0; i < 45; i++) {
    const created_at = recently(seeding);
    const isDated = i % 3 !== 2;
    const { id } = createOne(store, customObjectInstances, {
      type: 'Order',
      external_id: `order_${String(i + 1).padStart(3, '0')}`,
      external_created_at: isDated ? created_at - 60 : null,
      external_updated_at: isDated ? created_at - 30 : null,
      created_at,
      updated_at: between(seeding, created_at, end - 60),
      custom_attributes: {
        order_number: `ORDER-${12_345 + i}`,
        total_amount: random.int(100, 99_999) / 100,
        items: random.int(1, 9),
        paid: random.chance(0.8),
        ...(i % 4 === 0 ? { 'Gift note': 'Für dich – 🎁' } : {}),
      },
      references: {
        customer: { to: 'contact', ids: contactIds.slice(i, i + 1) },
        ...(i % 5 === 0 ? { about: { to: 'conversation', ids: conversationIds.slice(i, i + 2) } } : {}),
      },
    });
    if (i % 9 === 0)
      createOne(store, customObjectInstances, {
        type: 'Order_Item',
        created_at,
        updated_at: created_at,
        custom_attributes: { sku: `SKU-${i}`, quantity: i + 1 },
        references: { order: { to: 'Order', ids: [id] } },
      });
  }
}
