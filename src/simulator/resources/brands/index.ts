/** Brands: the workspace's own, which is the default, and one more. The reference names no permission for them. */
import { createOne, listing, listRoute, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';
import { day, type Seeding } from '../../engine/seeding.ts';

interface Brand {
  id: string;
  name: string;
  is_default: boolean;
  created_at: number;
  updated_at: number;
  help_center_id: string;
  default_address_settings_id: string;
}

const brands = listing({
  name: 'brands',
  one: 'Brand',
  ids: { from: 2n, step: 3 },
  blank: ({ id, now }): Brand => ({
    id,
    name: `Brand ${id}`,
    is_default: false,
    created_at: now,
    updated_at: now,
    help_center_id: '10',
    default_address_settings_id: '13',
  }),
  json: (_, brand) => ({ type: 'brand', ...brand }),
});

export const resources = { brands };

const scope = 'read_admins';
const since = '2.15';

export const routes: Route[] = [
  listRoute(brands, { path: '/brands', scope, since }),
  oneRoute(brands, { path: '/brands/:id', scope, since }),
];

export function seed({ store, end }: Seeding): void {
  const id = store.settings.workspaceId;
  createOne(store, brands, { id, name: 'Northwind', is_default: true, created_at: end - 730 * day });
  createOne(store, brands, { name: 'Northwind Outdoors', created_at: end - 90 * day });
}
