/** Streams that are a chain of requests for each record of another one: into DuckDB, by value, and joined there with what they name. */
import { expect, test } from 'vitest';
import { contactPlace } from './contact-place.ts';
import { expectTablesToEqualTruth } from './tables.ts';

const streams = `data_connectors data_connector_executions message_receipts message_opens whatsapp_message_statuses
  contacts conversations`.split(/\s+/);

test('executions and statuses are exactly those of the workspace, before and after changes, and join without a cast', async () => {
  const { simulator, sync, place, pass } = await contactPlace({ seed: 51 });
  const { workspace } = simulator;
  await sync([], 0, streams);
  await expectTablesToEqualTruth(place, simulator, streams);
  expect(simulator.requests.count('/export/content/data')).toBe(1);

  const [connector, other, idle] = [...workspace.dataConnectors.keys()];
  pass(30);
  workspace.executeDataConnector(connector!, { success: false, error_type: 'faraday_error', http_status: null });
  workspace.executeDataConnector(idle!, { conversation_id: '0', source_id: '' });
  workspace.executeDataConnector(workspace.createDataConnector().id);
  for (const { id, status } of [...workspace.whatsappStatuses.values()])
    if (status === 'sent') workspace.updateWhatsappStatus(id, { status: 'read' });
  const [contact] = workspace.contacts.keys();
  workspace.sendWhatsapp({ user_id: contact!, ruleset_id: '300109' });
  pass(30);
  const chains = () => simulator.requests.all.filter(({ path }) => path.endsWith('/execution_results')).length;
  const before = chains();
  await sync([], 0, streams);
  // One for each connector: nothing of before is asked for again.
  expect(chains() - before).toBe(workspace.dataConnectors.size);
  await expectTablesToEqualTruth(place, simulator, streams);

  const executions = [...workspace.dataConnectorExecutions.values()];
  const talks = executions.filter(({ conversation_id }) => workspace.conversations.has(String(conversation_id)));
  expect(talks.length).toBeGreaterThan(10);
  expect(
    await place.query(`
      SELECT count(*) FILTER (connector.id IS NOT NULL) connectors, count(conversation.id) conversations
      FROM data_connector_executions execution
      LEFT JOIN data_connectors connector ON connector.id = execution.data_connector_id
      LEFT JOIN conversations conversation ON conversation.id = execution.conversation_id`),
  ).toEqual([{ connectors: executions.length, conversations: talks.length }]);
  // Intercom names nothing by 0 or an empty text.
  expect(
    await place.query(`
      SELECT count(*) n FROM data_connector_executions
      WHERE data_connector_id = '${idle}' AND conversation_id IS NULL AND source_id IS NULL`),
  ).toEqual([{ n: 1 }]);

  const statuses = [...workspace.whatsappStatuses.values()];
  expect(
    await place.query(`
      SELECT count(DISTINCT status.id) n, count(DISTINCT contact.id) contacts, count(DISTINCT status.ruleset_id) rulesets
      FROM whatsapp_message_statuses status
      JOIN message_receipts receipt ON receipt.ruleset_id = status.ruleset_id AND receipt.user_id = status.user_id
      JOIN contacts contact ON contact.id = status.user_id`),
  ).toEqual([
    {
      n: statuses.length,
      contacts: new Set(statuses.map(({ user_id }) => user_id)).size,
      rulesets: 3,
    },
  ]);

  // Of a connector that is gone, what was stored stays, in a full refresh too.
  workspace.deleteDataConnector(other!);
  await sync(['--full-refresh'], 0, streams);
  const kept = await place.query(`SELECT count(*) n FROM data_connector_executions`);
  expect(kept).toEqual([{ n: executions.length }]);
  expect(await place.query('SELECT count(*) n FROM data_connectors')).toEqual([{ n: workspace.dataConnectors.size }]);
}, 180_000);
