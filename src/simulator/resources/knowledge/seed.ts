import { createOne } from '../../engine/listing.ts';
import { between, day, type Seeding } from '../../engine/seeding.ts';
import { contentImportSources, externalPages } from './ai-content.ts';
import { indexedArticles, indexedInternalArticles, uploadedFiles } from './content-index.ts';
import { emailSettings } from './emails.ts';
import { macros } from './macros.ts';
import { newsfeeds, newsItems } from './news.ts';
import { audiences, contentSnippets } from './snippets.ts';

/** When an object of the past two years was made, and when it last changed. */
function times(seeding: Seeding): { created_at: number; updated_at: number } {
  const { end } = seeding;
  const created_at = between(seeding, end - 720 * day, end - 30 * day);
  return { created_at, updated_at: between(seeding, created_at, end - day) };
}

/** News and its feeds, knowledge for Fin, saved replies and addresses. */
export function seed(seeding: Seeding): void {
  seedNews(seeding);
  seedKnowledge(seeding);
  const { store } = seeding;
  for (const name of ['Thanks', 'Order status', 'Refund', 'Escalation', 'Opening hours', 'Goodbye'])
    createOne(store, macros, { name, ...times(seeding) });
  createOne(store, macros, {
    name: 'Only for billing',
    body: null,
    body_text: null,
    visible_to: 'specific_teams',
    visible_to_team_ids: ['789', '101'],
    available_on: ['inbox'],
    ...times(seeding),
  });
  createOne(store, emailSettings, { email: 'support@northwind.example', domain: 'northwind.example' });
  createOne(store, emailSettings, {
    verified: false,
    forwarding_enabled: true,
    forwarded_email_last_received_at: seeding.end - day,
    ...times(seeding),
  });
}

function seedNews(seeding: Seeding): void {
  const { store, end } = seeding;
  const feeds = ['Product news', 'For visitors', 'Empty'].map((name) =>
    createOne(store, newsfeeds, { name, ...times(seeding) }),
  );
  const assigned = (...indexes: number[]) =>
    indexes.map((index) => ({ newsfeed_id: Number(feeds[index]!.id), published_at: end - 2 * day }));
  const news = [
    { title: 'A new inbox', state: 'live', newsfeed_assignments: assigned(0, 1) },
    { title: 'Faster search', state: 'live', newsfeed_assignments: assigned(0), labels: ['Improvement', null] },
    { title: 'For visitors', state: 'live', newsfeed_assignments: assigned(1), deliver_silently: true },
    { title: 'To come', state: 'draft', newsfeed_assignments: assigned(0) },
  ] as const;
  for (const item of news)
    createOne(store, newsItems, {
      ...item,
      newsfeed_assignments: [...item.newsfeed_assignments],
      labels: [...('labels' in item ? item.labels : [])],
      cover_image_url: 'https://example.com/cover.jpg',
      reactions: ['👍', '😆', null],
      ...times(seeding),
    });
}

function seedKnowledge(seeding: Seeding): void {
  const { store } = seeding;
  const audience = createOne(store, audiences, { name: 'VIP customers', ...times(seeding) });
  createOne(store, audiences, { name: 'Everyone', predicates: [], role_predicates: [], ...times(seeding) });
  const audience_ids = [Number(audience.id)];
  createOne(store, contentImportSources, { sync_behavior: 'automatic', audience_ids, ...times(seeding) });
  const source = createOne(store, contentImportSources, { status: 'deactivated', ...times(seeding) });
  for (const title of ['How to start', 'Prices', 'Status'])
    createOne(store, externalPages, { title, ...times(seeding) });
  createOne(store, externalPages, { source_id: Number(source.id), fin_availability: false, ...times(seeding) });
  for (const title of ['Reset a password', 'Change a plan', 'Delete an account'])
    createOne(store, contentSnippets, { title, audience_ids, ...times(seeding) });
  createOne(store, contentSnippets, { title: null, body_markdown: null, ...times(seeding) });
  createOne(store, uploadedFiles, { title: 'billing-guide.pdf' });
  createOne(store, uploadedFiles, { title: 'handbook.pdf' });
  createOne(store, indexedInternalArticles, { title: 'Internal: refunds' });
  createOne(store, indexedArticles, {
    title: 'Billing FAQ',
    contents: [
      { id: '678', title: 'Billing FAQ', locale: 'en' },
      { id: '910', title: 'Facturation FAQ', locale: 'fr' },
    ],
  });
}
