import type { Oracle } from './oracle.ts';

export const customObjects: Record<string, Oracle> = {
  custom_object_order: {
    contract: { schema: 'custom_object_instance' },
    asks: ['GET /custom_object_instances/Order'],
    asksById: '/custom_object_instances/Order/:id',
    rows: (workspace) => workspace.truth('custom_object_instances').filter(({ type }) => type === 'Order'),
    chosenBy: 'updated_at',
    unmentioned: 'nothing lists those that were deleted',
  },
};
