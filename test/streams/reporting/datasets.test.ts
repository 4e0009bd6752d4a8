/** Which streams and columns the datasets of reports become. */
import { describe, expect, test } from 'vitest';
import { syncModes } from '../../../src/core/catalog.ts';
import { workspaceFamilies, workspaceStreams } from '../../../src/streams/defined-streams.ts';
import { scripted } from '../read-context.ts';

const attribute = (qualified_id: string, name = '') => ({
  id: qualified_id.slice(qualified_id.indexOf('.') + 1),
  qualified_id,
  name,
});
const conversation = {
  id: 'conversation',
  name: 'Conversation',
  description: 'Status,\nchannel | assignee',
  default_time_attribute_id: 'conversation_started_at',
  attributes: [
    attribute('standard.conversation_id', 'Conversation ID'),
    attribute('timestamp.conversation_started_at'),
  ],
};

async function streamsOf(...data: unknown[]) {
  const { context, logged, requests } = scripted(() => ({ type: 'list', data }));
  const families = workspaceFamilies({ appId: 'app', clientId: undefined });
  return { ...(await workspaceStreams(context, 'all', families)), logged, requests };
}
const streamOf = async (more: object) => (await streamsOf({ ...conversation, ...more })).streams[0]!;
const kindsOf = async (more: object) =>
  Object.entries((await streamOf(more)).columns).map(([name, { kind }]) => [name, kind]);

test('a dataset is a stream by its id in snake case, told in one line', async () => {
  const { streams, requests } = await streamsOf(conversation, {
    ...conversation,
    id: 'CSAT surveys',
    name: '',
    description: '',
  });
  expect(requests).toEqual(['GET /export/reporting_data/get_datasets']);
  expect(streams.map(({ name, description }) => [name, description])).toEqual([
    ['reporting_conversation', "The dataset “Conversation” of Intercom's reports. Status, channel assignee."],
    ['reporting_csat_surveys', "The dataset “CSAT surveys” of Intercom's reports."],
  ]);
});

test('what is no dataset is left out, and two of one name are told apart', async () => {
  const { streams } = await streamsOf(null, {}, { id: 'empty', attributes: [] }, conversation, {
    ...conversation,
    id: 'Conversation',
  });
  expect(streams.map(({ name }) => name)).toEqual(['reporting_conversation', 'reporting_conversation_2']);
  const { context, logged } = scripted(() => ({ type: 'list' }));
  const families = workspaceFamilies({ appId: 'app', clientId: undefined });
  expect((await workspaceStreams(context, 'all', families)).streams).toEqual([]);
  expect(logged).toEqual([expect.stringContaining('no list of the datasets')]);
});

describe('the columns', () => {
  test('are the attributes by their ids, those that two have by the qualified ones', async () => {
    const attributes = [
      'standard.conversation_id',
      'people.Brand',
      'conversation.Brand',
      'standard.Is VIP?',
      'people.Größe',
      'people.?',
    ];
    expect((await kindsOf({ attributes: attributes.map((id) => attribute(id)) })).map(([name]) => name)).toEqual([
      '_row_number',
      'conversation_id',
      'people_brand',
      'conversation_brand',
      'is_vip',
      'größe',
      'people',
    ]);
  });

  test('keep their names where people make an attribute that is called so', async () => {
    const attributes = ['people.Channel', 'standard.channel', 'company.channel', 'team.state', 'standard.state'];
    expect((await kindsOf({ attributes: attributes.map((id) => attribute(id)) })).map(([name]) => name)).toEqual([
      '_row_number',
      'people_channel',
      'channel',
      'company_channel',
      'team_state',
      'standard_state',
    ]);
  });

  test('are times and seconds by what is before the id, else text', async () => {
    const attributes = ['timestamp.closed_at', 'duration.time_to_close', 'standard.count', 'call.started'].map((id) =>
      attribute(id),
    );
    expect(await kindsOf({ attributes, default_time_attribute_id: 'started' })).toEqual([
      ['_row_number', 'int'],
      ['closed_at', 'epoch'],
      ['time_to_close', 'number'],
      ['count', 'text'],
      ['started', 'epoch'],
    ]);
  });

  test('are there once, also without a qualified id', async () => {
    const attributes = [attribute('standard.a'), attribute('standard.a'), { id: 'b' }, { name: 'none' }, 'c'];
    expect((await kindsOf({ attributes })).map(([name]) => name)).toEqual(['_row_number', 'a', 'b']);
  });
});

describe('the key', () => {
  const keyed = async (more: object) => {
    const stream = await streamOf(more);
    return [stream.primaryKey, stream.cursor, syncModes(stream)];
  };
  const time = attribute('timestamp.started_at');
  const whole = [['_row_number'], undefined, ['full_refresh']];

  test('is the id that is called by the dataset, or the one that is known; the cursor is the time of its reports', async () => {
    const both = ['full_refresh', 'incremental'];
    const started = { default_time_attribute_id: 'timestamp.started_at' };
    for (const [id, called] of [
      ['conversation', 'standard.conversation_id'],
      ['tickets', 'ticket.ticket_id'],
      ['consolidated_conversation_part', 'standard.action_id'],
    ]) {
      const attributes = [attribute('standard.conversation_id'), time, attribute(called!)];
      const key = called!.split('.')[1];
      expect(await keyed({ id, attributes, ...started })).toEqual([[key], 'started_at', both]);
    }
  });

  test('is none where no attribute is called so, or reports have no time: then it is read whole', async () => {
    expect(await keyed({ id: 'call_team_stats', attributes: [attribute('call.call_id'), time] })).toEqual(whole);
    expect(await keyed({ default_time_attribute_id: 'gone' })).toEqual(whole);
    expect(await keyed({ default_time_attribute_id: undefined })).toEqual(whole);
    expect(await keyed({ default_time_attribute_id: 'conversation_id' })).toEqual(whole);
  });

  test('is not a custom attribute of that name, nor is the time', async () => {
    const made = ['people.conversation_id', 'people.conversation_started_at'].map((id) => attribute(id));
    const attributes = [...made, ...conversation.attributes];
    expect(await kindsOf({ attributes })).toEqual([
      ['people_conversation_id', 'text'],
      ['people_conversation_started_at', 'text'],
      ['conversation_id', 'text'],
      ['conversation_started_at', 'epoch'],
    ]);
    expect(await keyed({ attributes })).toEqual([
      ['conversation_id'],
      'conversation_started_at',
      ['full_refresh', 'incremental'],
    ]);
    const unclear = [
      attribute('people.conversation_id'),
      attribute('company.conversation_id'),
      conversation.attributes[1],
    ];
    expect(await keyed({ attributes: unclear })).toEqual(whole);
  });
});
