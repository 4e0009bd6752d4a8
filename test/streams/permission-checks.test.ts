/** What `check` says of the streams that a token, or a plan, does not open. */
import { expect, test } from 'vitest';
import { streams } from '../../src/streams/index.ts';
import { closedStreams, closedText } from '../../src/streams/permission-checks.ts';
import { refusal } from '../intercom/scripted.ts';
import { scripted } from './read-context.ts';

/** What is said where these paths are refused so, and the requests that it took. */
async function said(refused: Record<string, string>) {
  const { context, requests } = scripted((request) => {
    const path = Object.keys(refused).find((path) => request.includes(path));
    return path ? refusal(403, refused[path]!) : {};
  });
  return { text: closedText(await closedStreams(context.client, streams)), requests };
}

test('nothing is said where all are open, after ten requests at most', async () => {
  const { text, requests } = await said({});
  expect(text).toBe('');
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.length).toBeLessThanOrEqual(10);
});

test('a permission that lacks is named with the streams that it closes, one of the plan is not called a permission', async () => {
  const { text } = await said({ '/tags': 'forbidden', '/office_hours_schedules': 'api_plan_restricted' });
  expect(text).toBe(
    'The token lacks a permission, and the streams that need it can\'t be read: "Read tags" (tags). ' +
      "Grant it in Intercom's Developer Hub, or deselect the streams. " +
      "The workspace's plan does not include office_hours_schedules, office_hours_exceptions: deselect them.",
  );
});

test('a plan alone is told alone', async () => {
  const { text } = await said({ '/news/newsfeeds': 'api_plan_restricted' });
  expect(text).toMatch(/^The workspace's plan does not include news_items, newsfeeds, newsfeed_items: /);
});

test('a server that does not answer says nothing of the token', async () => {
  const { context } = scripted(() => refusal(503, 'service_unavailable'));
  expect(closedText(await closedStreams(context.client, streams))).toBe('');
});
