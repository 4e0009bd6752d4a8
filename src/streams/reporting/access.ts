/** How jobs of the reports' export are asked for: beside the token, by the workspace's id and the app's client id. */
import { ConnectorError } from '../../core/errors.ts';
import { isRevoked } from '../../intercom/access.ts';
import type { ExportRequests } from '../../intercom/readers/export-run.ts';

export interface ReportAccess {
  /** The workspace's id, as `/me` tells it. */
  appId: string;
  /** The configuration's. */
  clientId: string | undefined;
}

/** The reference asks for the client id in the question what has become of a job. Without one it is put all the same: others are answered. */
export const reportRequests = ({ appId, clientId }: ReportAccess): ExportRequests => ({
  enqueue: '/export/reporting_data/enqueue',
  async status(client, id) {
    const query = { app_id: appId, client_id: clientId, job_identifier: id };
    try {
      return await client.get(`/export/reporting_data/${encodeURIComponent(id)}`, { query });
    } catch (error) {
      throw clientId === undefined && saysNoTo(error) ? needsClientId(error) : error;
    }
  },
  download: (client, id, file) =>
    client.download(`/download/reporting_data/${encodeURIComponent(id)}`, file, {
      query: { app_id: appId, job_identifier: id },
    }),
});

const refusals = ['request_refused', 'permission_missing', 'token_refused', 'not_found'];

const saysNoTo = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && refusals.includes(error.code) && !isRevoked(error);

/** That a job is not found may have another reason: it is asked for anew, as any other is. */
const needsClientId = (cause: ConnectorError) =>
  new ConnectorError(
    cause.code === 'not_found' ? 'not_found' : 'config_invalid',
    `Without the client id of its app Intercom does not say what has become of an export of reports: ${cause.message}`,
    {
      hint: 'Set "client_id" in the configuration: it stands in the Developer Hub, under Basic information of the app whose token this is.',
      cause,
      details: cause.details,
    },
  );
