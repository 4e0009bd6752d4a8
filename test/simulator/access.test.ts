/** Tokens, scopes and versions. */
import { describe, expect, test } from 'vitest';
import { bench, errorOf, noon } from './ask.ts';

describe('tokens', () => {
  test('refuses a missing or wrong token, without rate limit headers', async () => {
    const { get } = bench();
    for (const Authorization of ['', 'Bearer wrong', 'Basic simulator-token']) {
      const answer = await get('/me', { Authorization });
      expect(errorOf(answer)).toBe('401 unauthorized');
      expect(answer.headers.has('X-RateLimit-Limit')).toBe(false);
    }
  });

  test('refuses a token of another region', async () => {
    const { get } = bench({ region: 'eu' });
    expect(errorOf(await get('/me', { Authorization: 'Bearer us:simulator-token' }))).toBe('401 unauthorized');
    expect((await get('/me', { Authorization: 'Bearer eu:simulator-token' })).status).toBe(200);
  });

  test('tells the workspace, its region and its time zone', async () => {
    const { get } = bench({ region: 'au', workspaceId: 'abc123', timezone: 'Australia/Hobart' });
    const { body, headers } = await get('/me');
    expect(body.app).toMatchObject({ id_code: 'abc123', region: 'AU', timezone: 'Australia/Hobart' });
    expect(headers.get('Date')).toBe(new Date(noon * 1000).toUTCString());
  });

  test('answers 403 and names the scope where one is lacking', async () => {
    const { get, post } = bench({ denied: ['read_conversations', 'read_tags'] });
    const denied = await post('/conversations/search', {});
    expect(errorOf(denied)).toBe('403 forbidden');
    expect(JSON.stringify(denied.body)).toContain('read_conversations');
    expect(errorOf(await get('/tags'))).toBe('403 forbidden');
    expect((await get('/admins')).status).toBe(200);
  });
});

describe('versions', () => {
  test('refuses versions it does not know', async () => {
    const { get } = bench();
    expect(errorOf(await get('/me', { 'Intercom-Version': '9.9' }))).toBe('400 intercom_version_invalid');
    const old = bench({ versions: ['2.16'] });
    expect(errorOf(await old.get('/me', { 'Intercom-Version': '2.17' }))).toBe('400 intercom_version_invalid');
  });

  test('says of an endpoint that a version lacks it', async () => {
    const { get } = bench();
    const lacking: [string, string][] = [
      ['/contacts/activities', '2.17'],
      ['/conversations/deleted', '2.15'],
      ['/ticket_states', '2.11'],
    ];
    for (const [path, version] of lacking) {
      expect(errorOf(await get(path, { 'Intercom-Version': version }))).toBe('400 intercom_version_invalid');
    }
    expect((await get('/contacts/activities', { 'Intercom-Version': 'Preview' })).status).toBe(200);
  });

  test('gives the shapes of the version asked for', async () => {
    const { get, workspace } = bench({ scale: 0.3 });
    const contact = workspace.createContact({ owner_id: 321 });
    const ticket = workspace.createTicket({ admin_assignee_id: 7 });
    const in216 = { 'Intercom-Version': '2.16' };
    const in211 = { 'Intercom-Version': '2.11' };
    expect((await get(`/contacts/${contact.id}`, in216)).body.owner_id).toBe('321');
    expect((await get(`/contacts/${contact.id}`, in211)).body.owner_id).toBe(321);
    expect((await get(`/tickets/${ticket.id}`, in216)).body.admin_assignee_id).toBe(7);
    expect((await get(`/tickets/${ticket.id}`, in211)).body.admin_assignee_id).toBe('7');
    expect((await get(`/tickets/${ticket.id}`, in216)).body.ticket_state).toMatchObject({ category: 'submitted' });
    expect((await get(`/tickets/${ticket.id}`, in211)).body.ticket_state).toBe('submitted');
  });
});

describe('the rate limit', () => {
  test('allows so many requests in a window of the clock, then answers 429 until the next', async () => {
    const { get, clock, spendBudget } = bench({ rateLimit: { limit: 3, windowSeconds: 10 } });
    clock.seconds = noon + 7;
    const remaining = async () => (await get('/me')).headers.get('X-RateLimit-Remaining');
    expect(await remaining()).toBe('2');
    spendBudget(1);
    expect(await remaining()).toBe('0');
    const refused = await get('/me');
    expect(errorOf(refused)).toBe('429 rate_limit_exceeded');
    expect(refused.body.errors).toMatchObject([{ message: 'Exceeded rate limit of 3 in 10_seconds' }]);
    expect(refused.headers.get('X-RateLimit-Reset')).toBe(String(noon + 10));
    clock.seconds = noon + 10;
    expect(await remaining()).toBe('2');
  });

  test('can be off, and then sends no headers', async () => {
    const { get } = bench({ rateLimit: null });
    expect((await get('/me')).headers.has('X-RateLimit-Limit')).toBe(false);
  });
});
