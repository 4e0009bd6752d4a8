import { asListed, type Oracle } from './oracle.ts';

export const connectors: Record<string, Oracle> = {
  data_connectors: {
    contract: { schema: 'data_connector' },
    asks: ['GET /data_connectors'],
    asksById: '/data_connectors/:id',
    rows: asListed('data_connectors'),
    chosenBy: 'updated_at',
    unmentioned: 'nothing lists those that were deleted',
  },
};
