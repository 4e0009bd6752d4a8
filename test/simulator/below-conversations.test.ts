/** What is below a conversation: threads beside it, and when work on it paused. */
import { describe, expect, test } from 'vitest';
import { bench, errorOf } from './ask.ts';

const setUp = () => {
  const simulator = bench();
  const { id } = simulator.workspace.createConversation();
  simulator.clock.seconds += 60;
  return { ...simulator, id };
};

test.each(['side_conversations', 'handling_events'])('%s are of a conversation that is there', async (below) => {
  const { get } = setUp();
  expect(errorOf(await get(`/conversations/1/${below}`))).toBe('404 not_found');
});

test.each([
  ['side_conversations', '2.15'],
  ['handling_events', '2.14'],
])('%s are not in version %s', async (below, version) => {
  const { get, id } = setUp();
  const answer = await get(`/conversations/${id}/${below}`, { 'Intercom-Version': version });
  expect(errorOf(answer)).toBe('400 intercom_version_invalid');
});

describe('each change touches the conversation:', () => {
  test.each<[string, (set: ReturnType<typeof setUp>) => unknown]>([
    ['a handling event', ({ workspace, id }) => workspace.addHandlingEvent(id)],
    ['a side conversation', ({ workspace, id }) => workspace.addSideConversation(id)],
    [
      'a part of one',
      ({ workspace, id }) => workspace.addSidePart(id, workspace.addSideConversation(id, []).id, { body: 'Hm' }),
    ],
    [
      'a change of a part',
      ({ workspace, id }) => {
        const { id: side, parts } = workspace.addSideConversation(id);
        workspace.updateSidePart(id, side, parts[0]!.id, { body: 'Hm' });
      },
    ],
    [
      'the end of one',
      ({ workspace, id }) => workspace.deleteSideConversation(id, workspace.addSideConversation(id).id),
    ],
  ])('%s', (_, change) => {
    const set = setUp();
    change(set);
    expect(set.workspace.conversations.get(set.id)?.updated_at).toBe(set.clock.seconds);
  });
});

test('side conversations come in pages of 25, or of 50 at most, with their parts', async () => {
  const { get, workspace, id } = setUp();
  for (let i = 0; i < 60; i++) workspace.addSideConversation(id, [{ body: `${i}` }, {}]);
  const first = (await get(`/conversations/${id}/side_conversations`)).body;
  expect(first).toMatchObject({ total_count: 60, pages: { page: 1, per_page: 25, total_pages: 3 } });
  expect(first.side_conversations).toHaveLength(25);
  expect((first.side_conversations as object[])[0]).toMatchObject({
    conversation_parts: [{ type: 'conversation_part', body: '0' }, {}],
    total_count: 2,
  });
  const last = (await get(`/conversations/${id}/side_conversations?page=2&per_page=50`)).body;
  expect(last.side_conversations).toHaveLength(10);
});

test('handling events pause and resume by turns', async () => {
  const { get, workspace, id } = setUp();
  workspace.addHandlingEvent(id);
  workspace.addHandlingEvent(id);
  const { body } = await get(`/conversations/${id}/handling_events`);
  expect(body.handling_events).toMatchObject([
    { type: 'paused', timestamp: '2024-05-15T12:01:00Z' },
    { type: 'resumed', timestamp: '2024-05-15T12:01:00Z' },
  ]);
});
