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
  data_connector_executions: {
    contract: {
      schema: 'data_connector_execution_result',
      exceptions: Object.fromEntries(
        ['request_body', 'response_body', 'raw_response_body'].map((name) => [
          `${name}: no column`,
          'never asked for, since people stand in it',
        ]),
      ),
    },
    asks: ['GET /data_connectors', 'GET /data_connectors/:id/execution_results'],
    rows: asListed('data_connector_executions'),
    chosenBy: 'created_at',
    unmentioned: 'nothing lists those of connectors that were deleted',
  },
};
