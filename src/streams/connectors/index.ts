import type { Family } from '../stream.ts';
import { dataConnectors } from './data-connectors.ts';
import { dataConnectorExecutions } from './executions.ts';

export const connectorsFamily: Family = {
  name: 'connectors',
  title: 'Data connectors',
  streams: [dataConnectors, dataConnectorExecutions],
};
